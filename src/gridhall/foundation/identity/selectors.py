"""Reads of the organisation tree and of who may do what, where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from .models import Organisation, RoleAssignment, User
from .roles import ACTIONS, CLEARANCE, Sensitivity, roles_allowing


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The organisations whose data somebody may touch.

    ``organisation_ids`` are the units themselves and all below them. ``everything`` is true when
    the whole company is inside, so that a query may leave the filter out.
    """

    organisation_ids: frozenset[int]
    everything: bool = False

    def holds(self, organisation_id: int) -> bool:
        """Tell whether the organisation lies inside."""
        return self.everything or organisation_id in self.organisation_ids


EMPTY_SCOPE = Scope(organisation_ids=frozenset())


def whole_company() -> Scope:
    """Return the scope of the system itself (commands, jobs)."""
    ids = frozenset(Organisation.objects.values_list("pk", flat=True))
    return Scope(organisation_ids=ids, everything=True)


def _current_assignments(*, user_id: int, on: date) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), user_id=user_id, valid_from__lte=on
    )


def scope_of(*, user_id: int, action: str, on: date) -> Scope:
    """Return where ``user_id`` may do ``action`` on that day.

    A member of a team works for the unit the team belongs to: her scope is that unit's tree,
    because customers are filed under service points and not under teams.
    """
    held = _current_assignments(user_id=user_id, on=on).filter(role__in=roles_allowing(action))
    roots = [
        _root_of(row)
        for row in held.values(
            "organisation__level", "organisation__path", "organisation__parent__path"
        )
    ]
    if not roots:
        return EMPTY_SCOPE
    condition = Q()
    for root in roots:
        condition |= Q(path__startswith=root)
    ids = frozenset(Organisation.objects.filter(condition).values_list("pk", flat=True))
    top = Organisation.objects.filter(parent__isnull=True).values_list("path", flat=True)
    return Scope(organisation_ids=ids, everything=any(path in roots for path in top))


def actions_of(*, user_id: int, on: date) -> frozenset[str]:
    """Return everything ``user_id`` may do somewhere on that day: the sidebar is made from it."""
    roles = _current_assignments(user_id=user_id, on=on).values_list("role", flat=True)
    return frozenset().union(*(ACTIONS[role] for role in roles))


def actions_at(*, user_id: int, organisation_id: int, on: date) -> frozenset[str]:
    """Return what ``user_id`` may do with the data of one organisation on that day."""
    roles = _roles_at(user_id=user_id, organisation_id=organisation_id, on=on)
    return frozenset().union(*(ACTIONS[role] for role in roles))


def clearance_at(*, user_id: int, organisation_id: int, on: date) -> Sensitivity:
    """Return the highest grade ``user_id`` may read in clear of one organisation on that day.

    Who holds no role that reaches the organisation, or only roles without a clearance, has
    INTERNAL: she reads masked values. What she may do at all is asked of ``actions_at``.
    """
    return max(
        (
            CLEARANCE.get(role, Sensitivity.INTERNAL)
            for role in _roles_at(user_id=user_id, organisation_id=organisation_id, on=on)
        ),
        default=Sensitivity.INTERNAL,
    )


def _roles_at(*, user_id: int, organisation_id: int, on: date) -> list[str]:
    """Return the roles of ``user_id`` that reach one organisation on that day."""
    path = Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first()
    held = _current_assignments(user_id=user_id, on=on).values(
        "role", "organisation__level", "organisation__path", "organisation__parent__path"
    )
    return [row["role"] for row in held if path and path.startswith(_root_of(row))]


def _root_of(row: Mapping[str, Any]) -> str:
    """Return the path a role reaches down from; a team works for the unit it belongs to."""
    team = row["organisation__level"] == Organisation.Level.TEAM
    return str(row["organisation__parent__path" if team else "organisation__path"])


def roles_of(*, user_id: int, on: date) -> list[tuple[str, str]]:
    """Return role label and organisation name of what ``user_id`` holds on that day."""
    held = _current_assignments(user_id=user_id, on=on).select_related("organisation")
    return [(str(one.get_role_display()), one.organisation.name) for one in held.order_by("pk")]


def organisations(*, scope: Scope) -> list[Organisation]:
    """Return the organisations inside ``scope`` in the order of the tree."""
    rows = Organisation.objects.select_related("parent").order_by("path")
    return list(rows if scope.everything else rows.filter(pk__in=scope.organisation_ids))


def organisation_by_code(*, code: str) -> Organisation | None:
    """Return the organisation with that code, if there is one."""
    return Organisation.objects.filter(code=code).first()


def subtree_ids(*, organisation_id: int) -> frozenset[int]:
    """Return the organisation and all below it; empty when there is none of that id."""
    root = Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first()
    if root is None:
        return frozenset()
    return frozenset(
        Organisation.objects.filter(path__startswith=root).values_list("pk", flat=True)
    )


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
