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
from ._tree import (
    Placement,
    open_organisation,
    place_organisation,
    put_organisation,
    refresh_tree,
    withdraw_placement,
)

__all__ = [
    "Placement",
    "UnableToPlaceOrganisation",
    "answer_deputyship",
    "assign_role",
    "check_role",
    "create_user",
    "end_all_roles",
    "end_deputyship",
    "end_role",
    "grant_emergency_role",
    "grant_role",
    "open_organisation",
    "place_organisation",
    "propose_deputy",
    "put_organisation",
    "refresh_tree",
    "withdraw_placement",
]
