"""People who log in, and the low-level way to give them a role."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ..models import Organisation, RoleAssignment, User


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
        kind=RoleAssignment.Kind.STANDING,
        defaults={"valid_to": valid_to},
    )  # fmt: skip
    return assignment
