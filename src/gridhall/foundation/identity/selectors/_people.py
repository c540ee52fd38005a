"""Reads of people, their roles and their deputies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..duties import conflicts_between
from ..models import Deputyship, RoleAssignment, User
from ..roles import roles_allowing
from ._tree import Scope


def employees(*, scope: Scope) -> list[RoleAssignment]:
    """Return the role assignments inside ``scope``, by organisation and name."""
    return list(
        RoleAssignment.objects.filter(organisation_id__in=scope.organisation_ids)
        .select_related("user", "organisation")
        .order_by("organisation__path", "user__username", "role")
    )


def user_by_username(*, username: str) -> User | None:
    """Return the person with that login name, if there is one."""
    return User.objects.filter(username=username).first()


def employee_by_id(*, pk: int) -> User | None:
    """Return the employee, if there is one with that id."""
    return User.objects.filter(pk=pk, kind=User.Kind.EMPLOYEE).first()


def names_of_people(*, user_ids: Iterable[int]) -> dict[int, str]:
    """Return how people are called, by id."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=set(user_ids))}


def assignments_of(*, user_id: int) -> list[RoleAssignment]:
    """Return every role a person holds, held or will hold herself, the newest first."""
    rows = RoleAssignment.objects.filter(user_id=user_id).select_related("organisation", "user")
    return list(rows.order_by(F("valid_to").desc(nulls_first=True), "-valid_from", "-pk"))


def assignment(*, pk: int) -> RoleAssignment | None:
    """Return one role assignment, if there is one with that id."""
    return RoleAssignment.objects.select_related("organisation", "user").filter(pk=pk).first()


def emergency_roles(*, scope: Scope, at: datetime) -> list[RoleAssignment]:
    """Return the emergency roles inside ``scope`` that have not run out."""
    rows = RoleAssignment.objects.filter(
        kind=RoleAssignment.Kind.EMERGENCY, expires_at__gt=at,
        organisation_id__in=scope.organisation_ids,
    )  # fmt: skip
    return list(rows.select_related("user", "organisation").order_by("expires_at", "pk"))


def standing_assignments(*, scope: Scope, on: date) -> QuerySet[RoleAssignment]:
    """Return the roles inside ``scope`` that hold on that day and not only for hours."""
    rows = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on,
        kind=RoleAssignment.Kind.STANDING, organisation_id__in=scope.organisation_ids,
        user__is_active=True,
    )  # fmt: skip
    return rows.select_related("user", "organisation").order_by("pk")


def who_may(*, action: str, on: date) -> list[int]:
    """Return the ids of the active employees who may do ``action`` anywhere by a role of their own.

    Raises KeyError for an unknown action.
    """
    held = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), user_id=OuterRef("pk"),
        role__in=roles_allowing(action), valid_from__lte=on,
    )  # fmt: skip
    rows = User.objects.filter(Exists(held), is_active=True, kind=User.Kind.EMPLOYEE)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def deputyships_of(*, user_id: int) -> list[Deputyship]:
    """Return where a person is deputy or has one, the newest first."""
    rows = Deputyship.objects.filter(Q(principal_id=user_id) | Q(deputy_id=user_id))
    return list(
        rows.select_related("principal", "deputy", "proposed_by")
        .prefetch_related("roles__assignment__organisation")
        .order_by("-valid_from", "-pk")
    )


def deputyship(*, pk: int) -> Deputyship | None:
    """Return one deputyship, if there is one with that id."""
    return Deputyship.objects.select_related("principal", "deputy").filter(pk=pk).first()


def conflicts_of(
    *, user_id: int, role: str, first: date, last: date | None
) -> list[tuple[str, object]]:
    """Return the roles that a person holds in that period and that must not meet ``role``.

    Each comes with the reason. Own roles count, and roles lent to her as a deputy. ``last`` is the
    first day after the period, None for ever.
    """
    rows = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=first), user_id=user_id
    )
    lent = Deputyship.objects.filter(
        deputy_id=user_id, valid_to__gt=first,
        status__in=[Deputyship.Status.PROPOSED, Deputyship.Status.ACCEPTED],
    )  # fmt: skip
    if last is not None:
        rows, lent = rows.filter(valid_from__lt=last), lent.filter(valid_from__lt=last)
    own = rows.values_list("role", flat=True)
    others = lent.values_list("roles__assignment__role", flat=True)
    return conflicts_between(role, {*own, *filter(None, others)})
