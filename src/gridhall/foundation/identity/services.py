"""Changes to organisations, people and roles.

The audit trail stands on identity, so whoever calls these services writes the audit entry.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError

from .models import Organisation, RoleAssignment, User


class UnableToPlaceOrganisation(GridHallError):
    """The parent of an organisation does not exist or lies below it."""

    code = "ORGANISATION_NOT_PLACED"
    template = gettext_noop("Organisation {code}: {problem}")


@transaction.atomic
def put_organisation(
    *, code: str, name: str, level: str, parent_code: str = "", province: str = "",
    kind_label: str = "", phone: str = "",
) -> tuple[Organisation, bool]:  # fmt: skip
    """Create the organisation, or bring it to these values; return it and whether it is new.

    When it moves to another parent, all below it move along. Raises UnableToPlaceOrganisation
    when the parent is unknown or lies below the organisation itself.
    """
    parent = None
    if parent_code:
        parent = Organisation.objects.filter(code=parent_code).first()
        if parent is None:
            raise UnableToPlaceOrganisation(code=code, problem=f"unknown parent {parent_code}")
    path = f"{parent.path if parent else ''}{code}/"
    _move_tree(code, path)
    return Organisation.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "level": level,
            "parent": parent,
            "path": path,
            "province": province,
            "kind_label": kind_label,
            "phone": phone,
        },
    )


def _move_tree(code: str, path: str) -> None:
    """Bring the paths of all below the organisation to its new place."""
    old = Organisation.objects.filter(code=code).values_list("path", flat=True).first()
    if old is None or old == path:
        return
    if path.startswith(old):
        raise UnableToPlaceOrganisation(code=code, problem="the parent lies below it")
    below = Organisation.objects.filter(path__startswith=old).exclude(code=code)
    below.update(path=Concat(Value(path), Substr("path", len(old) + 1)))


@transaction.atomic
def create_user(*, username: str, password: str, kind: str, display_name: str) -> tuple[User, bool]:
    """Create a person who can log in; a person who exists keeps her password."""
    user, created = User.objects.get_or_create(
        username=username, defaults={"kind": kind, "display_name": display_name}
    )
    if created:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user, created


@transaction.atomic
def assign_role(
    *,
    user: User,
    role: str,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
) -> RoleAssignment:
    """Give ``user`` a role for ``organisation`` and all below it; repeating it changes nothing."""
    assignment, _created = RoleAssignment.objects.get_or_create(
        user=user, role=role, organisation=organisation, valid_from=valid_from,
        defaults={"valid_to": valid_to},
    )  # fmt: skip
    return assignment
