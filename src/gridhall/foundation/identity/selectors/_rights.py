"""Who may do what, where, and how sensitive a value she may see.

permission = role × action × place in the tree × sensitivity. A person's roles on a day are her
own (by approval or in an emergency) and those lent to her as a deputy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from gridhall.foundation.stamps.memory import remembered

from ..models import DeputyRole, Deputyship, Organisation, RoleAssignment, TreeCache, User
from ..roles import ACTIONS, CLEARANCE, Sensitivity, roles_allowing
from ._tree import EMPTY_SCOPE, Scope, _covers, _places, tree_on


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """One role on a day: whose it is, what it is, and what it reaches until which hour."""

    owner_id: int
    role: str
    units: frozenset[int]
    whole: bool
    expires_at: datetime | None


def assignments_on(
    *, user_id: int, on: date, at: datetime | None = None
) -> QuerySet[RoleAssignment]:
    """Return the assignments that count for ``user_id`` on that day: her own and lent ones.

    An emergency role ends within a day, so its hour is compared with ``at``; with the clock of
    the database when the caller knows only the day.
    """
    hours = Q(expires_at__isnull=True) | Q(expires_at__gt=at or Now())
    return _of_day(user_id=user_id, on=on).filter(hours)


def _of_day(*, user_id: int, on: date) -> QuerySet[RoleAssignment]:
    """Return the assignments that count at some hour of that day."""
    own = RoleAssignment.objects.filter(user_id=user_id).values("pk")
    lent = DeputyRole.objects.filter(
        deputyship__deputy_id=user_id,
        deputyship__status=Deputyship.Status.ACCEPTED,
        deputyship__valid_from__lte=on,
        deputyship__valid_to__gt=on,
    ).values("assignment_id")
    return RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        pk__in=own.union(lent),
        valid_from__lte=on,
    )


def _held(
    *, user_id: int, on: date, roles: Iterable[str] | None = None, at: datetime | None = None
) -> list[_Held]:
    """Return the roles of a day that count at an hour, with where they reach."""
    held = _held_on(user_id=user_id, on=on)
    if roles is not None:
        wanted = frozenset(roles)
        held = tuple(one for one in held if one.role in wanted)
    if at is None and any(one.expires_at for one in held):
        at = _hour_of_the_database()
    return [one for one in held if one.expires_at is None or (at and one.expires_at > at)]


@remembered("identity.organisation", "identity.tree", "identity.rights", size=4096)
def _held_on(*, user_id: int, on: date) -> tuple[_Held, ...]:
    """Return the roles of a day, those for hours too, by the tree of that day."""
    places = _places(on=on)
    rows = _of_day(user_id=user_id, on=on).values_list(
        "user_id", "role", "organisation_id", "expires_at"
    )
    return tuple(
        _Held(
            owner_id=owner_id, role=role, expires_at=expires_at,
            units=places[unit_id].units, whole=places[unit_id].whole,
        )
        for owner_id, role, unit_id, expires_at in rows
        if unit_id in places
    )  # fmt: skip


def _hour_of_the_database() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role that counts for somebody: whose it is (hers, or lent by a principal)."""

    owner_id: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A role that counts for somebody, and the units it reaches."""

    owner_id: int
    role: str
    scope: Scope


def roles_at(
    *, user_id: int, organisation_id: int, on: date, at: datetime | None = None
) -> list[HeldRole]:
    """Return the roles that count for ``user_id`` at one organisation on that day."""
    held = _held_at(user_id=user_id, organisation_id=organisation_id, on=on, at=at)
    return [HeldRole(owner_id=one.owner_id, role=one.role) for one in held]


def reach_of(*, user_id: int, on: date, at: datetime | None = None) -> list[Reach]:
    """Return every role that counts for ``user_id`` on that day with the units it reaches."""
    held = _held(user_id=user_id, on=on, at=at)
    return [Reach(owner_id=one.owner_id, role=one.role, scope=_scope([one])) for one in held]


def holders_of(*, role: str, organisation_id: int, on: date) -> dict[int, str]:
    """Return the active people whose own role ``role`` reaches an organisation, with their names.

    What is lent to deputies, and roles for hours, are left out.
    """
    if TreeCache.objects.exclude(_covers(on)).exists():
        unit = tree_on(on=on).get(organisation_id)
        path = unit.path if unit else ""
    else:
        rows = Organisation.objects.filter(pk=organisation_id)
        path = rows.values_list("path", flat=True).first() or ""
    codes = [code for code in path.split("/") if code]
    team = Q(organisation__level=Organisation.Level.TEAM, organisation__parent__code__in=codes)
    found = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), Q(organisation__code__in=codes) | team,
        role=role, valid_from__lte=on, kind=RoleAssignment.Kind.STANDING, user__is_active=True,
    )  # fmt: skip
    return {one.user_id: str(one.user) for one in found.select_related("user").order_by("pk")}


def scope_of(*, user_id: int, action: str, on: date, at: datetime | None = None) -> Scope:
    """Return where ``user_id`` may do ``action`` on that day, by the tree of that day.

    Raises KeyError for an unknown action.
    """
    return _scope(_held(user_id=user_id, on=on, roles=roles_allowing(action), at=at))


def _scope(held: list[_Held]) -> Scope:
    if not held:
        return EMPTY_SCOPE
    ids = held[0].units if len(held) == 1 else frozenset().union(*(one.units for one in held))
    return Scope(organisation_ids=ids, everything=any(one.whole for one in held))


def actions_of(*, user_id: int, on: date) -> frozenset[str]:
    """Return everything ``user_id`` may do somewhere on that day: the sidebar is made from it."""
    roles = assignments_on(user_id=user_id, on=on).values_list("role", flat=True)
    return frozenset().union(*(ACTIONS[role] for role in roles))


def actions_at(*, user_id: int, organisation_id: int, on: date) -> frozenset[str]:
    """Return what ``user_id`` may do with the data of one organisation on that day."""
    held = _held_at(user_id=user_id, organisation_id=organisation_id, on=on)
    return frozenset().union(*(ACTIONS[one.role] for one in held))


def clearance_at(*, user_id: int, organisation_id: int, on: date) -> Sensitivity:
    """Return the highest grade ``user_id`` may read in clear of one organisation on that day.

    Who holds no role that reaches the organisation, or only roles without a clearance, has
    INTERNAL: she reads masked values. What she may do at all is asked of ``actions_at``.
    """
    held = _held_at(user_id=user_id, organisation_id=organisation_id, on=on)
    return max(
        (CLEARANCE.get(one.role, Sensitivity.INTERNAL) for one in held),
        default=Sensitivity.INTERNAL,
    )


def is_deputy(*, user_id: int, on: date) -> bool:
    """Tell whether somebody's roles are lent to ``user_id`` on that day."""
    return Deputyship.objects.filter(
        deputy_id=user_id, status=Deputyship.Status.ACCEPTED, valid_from__lte=on, valid_to__gt=on
    ).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Somebody who stands in on a day: for whom, and with which of her roles at which unit."""

    principal_id: int
    deputy_id: int
    role: str
    organisation_id: int


def stand_ins_on(*, on: date) -> list[StandIn]:
    """Return every role that is lent to a deputy on that day, of people still employed."""
    rows = DeputyRole.objects.filter(
        Q(assignment__valid_to__isnull=True) | Q(assignment__valid_to__gt=on),
        assignment__valid_from__lte=on, assignment__kind=RoleAssignment.Kind.STANDING,
        deputyship__status=Deputyship.Status.ACCEPTED, deputyship__valid_from__lte=on,
        deputyship__valid_to__gt=on, deputyship__deputy__is_active=True,
    )  # fmt: skip
    return [
        StandIn(principal_id=principal, deputy_id=deputy, role=role, organisation_id=unit)
        for principal, deputy, role, unit in rows.order_by("pk").values_list(
            "deputyship__principal_id", "deputyship__deputy_id", "assignment__role",
            "assignment__organisation_id",
        )
    ]  # fmt: skip


def principals_of(
    *, user_id: int, action: str, organisation_id: int | None, on: date, at: datetime | None = None
) -> list[str]:
    """Return the login names of those for whom ``user_id`` does ``action`` as a deputy there.

    Nobody when a role of her own allows it already. ``organisation_id`` None: anywhere. Raises
    KeyError for an unknown action.
    """
    allowing = set(roles_allowing(action))
    if organisation_id is None:
        held = _held(user_id=user_id, on=on, at=at)
    else:
        held = _held_at(user_id=user_id, organisation_id=organisation_id, on=on, at=at)
    owners = {one.owner_id for one in held if one.role in allowing}
    if user_id in owners:
        return []
    names = User.objects.filter(pk__in=owners).order_by("username")
    return list(names.values_list("username", flat=True))


def _held_at(
    *, user_id: int, organisation_id: int, on: date, at: datetime | None = None
) -> list[_Held]:
    """Return the roles of ``user_id`` that reach one organisation on that day."""
    held = _held(user_id=user_id, on=on, at=at)
    return [one for one in held if organisation_id in one.units]


def roles_of(*, user_id: int, on: date) -> list[tuple[str, str]]:
    """Return role label and organisation name of what counts for ``user_id`` on that day."""
    held = assignments_on(user_id=user_id, on=on).select_related("organisation")
    return [(str(one.get_role_display()), one.organisation.name) for one in held.order_by("pk")]
