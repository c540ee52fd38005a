"""How the work is spread over people and units, for who hands it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import ACTIONS, Role
from gridhall.foundation.identity.selectors import Scope

from ..models import WorkItem
from ._items import rows

OWN = "work.own"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLoad:
    """One person: the open items in her hands, how many are overdue, the oldest of them."""

    user_id: int
    name: str
    roles: tuple[str, ...]
    held: int
    overdue: int
    urgent: int
    oldest: datetime | None
    share: int = 0
    """Her part of the fullest hands, in percent: for a bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLoad:
    """The items that wait for a role at a unit and that nobody has taken."""

    role: str
    role_label: str
    organisation_id: int
    organisation: str
    free: int
    overdue: int


def workload(
    *, scope: Scope, at: datetime, role: str = ""
) -> tuple[list[PersonLoad], list[UnitLoad]]:
    """Return the load of everybody who works in ``scope`` (of ``work.assign``), and what is free.

    People without any item are in the list as well: they can take some. The fullest hands first.
    """
    open_items = WorkItem.objects.filter(status=WorkItem.Status.OPEN)
    if not scope.everything:
        open_items = open_items.filter(organisation_id__in=scope.organisation_ids)
    if role:
        open_items = open_items.filter(role=role)
    late = Count("id", filter=Q(due_at__lt=at))
    held = {
        one["assignee_id"]: one
        for one in open_items.filter(assignee__isnull=False).values("assignee_id").annotate(
            held=Count("id"), overdue=late, urgent=Count("id", filter=Q(priority__gte=5)),
            oldest=Min("created_at"),
        )
    }  # fmt: skip
    free = open_items.filter(assignee__isnull=True).values(
        "role", "organisation_id", "organisation__name"
    )
    units = [
        UnitLoad(
            role=one["role"], role_label=_label(one["role"]),
            organisation_id=one["organisation_id"], organisation=one["organisation__name"],
            free=one["free"], overdue=one["overdue"],
        )
        for one in free.annotate(free=Count("id"), overdue=late).order_by("-free", "role")
    ]  # fmt: skip
    return _people(scope, held, at, role), units


def _people(
    scope: Scope, held: Mapping[int, Mapping[str, Any]], at: datetime, role: str
) -> list[PersonLoad]:
    roles: defaultdict[int, list[str]] = defaultdict(list)
    for one in identity.standing_assignments(scope=scope, on=timezone.localdate(at)):
        if OWN in ACTIONS[one.role] and (not role or one.role == role):
            roles[one.user_id].append(_label(one.role))
    names = identity.names_of_people(user_ids={*roles, *held})
    most = max((int(str(one["held"])) for one in held.values()), default=0)
    none = {"held": 0, "overdue": 0, "urgent": 0, "oldest": None}
    found = []
    for user_id, name in names.items():
        load = held.get(user_id, none)
        number = int(str(load["held"]))
        oldest = load["oldest"]
        found.append(
            PersonLoad(
                user_id=user_id, name=name, roles=tuple(dict.fromkeys(roles.get(user_id, []))),
                held=number, overdue=int(str(load["overdue"])), urgent=int(str(load["urgent"])),
                oldest=oldest if isinstance(oldest, datetime) else None,
                share=round(100 * number / most) if most else 0,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (-one.held, one.name))


def workers(*, scope: Scope, at: datetime) -> list[tuple[int, str]]:
    """Return the people who have work by a role in ``scope``, by name."""
    held = identity.standing_assignments(scope=scope, on=timezone.localdate(at))
    found = {one.user_id: str(one.user) for one in held if OWN in ACTIONS[one.role]}
    return sorted(found.items(), key=lambda one: (one[1], one[0]))


def can_get(*, item_ids: Sequence[int], scope: Scope, at: datetime) -> list[tuple[int, str]]:
    """Return the people whose role lets them get at least one of these items, by name."""
    items = rows().filter(pk__in=item_ids, status=WorkItem.Status.OPEN)
    wanted = {
        (item.role, item.organisation_id) for item in items if scope.holds(item.organisation_id)
    }
    on = timezone.localdate(at)
    found: dict[int, str] = {}
    for role, unit in sorted(wanted):
        found |= identity.holders_of(role=role, organisation_id=unit, on=on)
    return sorted(found.items(), key=lambda one: (one[1], one[0]))


def _label(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role
