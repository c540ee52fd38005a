"""Changes to organisations, people, roles and deputies.

The audit trail stands on identity, so whoever calls these services writes the audit entry
(``foundation.staff`` does so for everything the screens offer).
"""

from ..errors import UnableToPlaceOrganisation
from ._people import assign_role, create_user
from ._rights import (
    answer_deputyship,
    check_role,
    end_all_roles,
    end_deputyship,
    end_role,
    grant_emergency_role,
    grant_role,
    propose_deputy,
)
from ._staff import (
    Moved,
    add_duty,
    end_duty,
    end_main_duty,
    lock_user,
    move_people,
    note_employee,
    rename_user,
    set_password,
    unlock_user,
)
from ._tree import (
    Placement,
    open_organisation,
    place_organisation,
    put_organisation,
    refresh_tree,
    withdraw_placement,
)

__all__ = [
    "Moved",
    "Placement",
    "UnableToPlaceOrganisation",
    "add_duty",
    "answer_deputyship",
    "assign_role",
    "check_role",
    "create_user",
    "end_all_roles",
    "end_deputyship",
    "end_duty",
    "end_main_duty",
    "end_role",
    "grant_emergency_role",
    "grant_role",
    "lock_user",
    "move_people",
    "note_employee",
    "open_organisation",
    "place_organisation",
    "propose_deputy",
    "put_organisation",
    "refresh_tree",
    "rename_user",
    "set_password",
    "unlock_user",
    "withdraw_placement",
]
