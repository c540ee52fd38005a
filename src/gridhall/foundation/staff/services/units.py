"""Units: opened, renamed, moved, closed, merged, from a day on; what it touches is shown first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.identity.services import Placement

from .. import registry
from ..errors import NothingChanged, OutsideYourUnits, UnitInUse
from . import _common

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import Organisation, OrganisationPlacement

UNITS, PEOPLE = gettext_noop("{count} units below"), gettext_noop("{count} people")
FIELDS = ("name", "level", "kind_label", "parent_id", "is_open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a change of the tree touches: units below, people with a post or role, filed things."""

    units: tuple[str, ...]
    people: int
    holdings: tuple[tuple[registry.UnitHolding, int], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody and nothing hangs on the unit."""
        return not self.units and not self.people and not self.holdings


def effects_of(*, organisation_id: int, on: date, scope: Scope) -> Effects:
    """Return what moves along when the unit changes on that day. Raises OutsideYourUnits."""
    _common.demand_units([organisation_id], scope=scope)
    tree = identity.tree_on(on=on)
    ids = identity.below(tree=tree, organisation_id=organisation_id)
    return Effects(
        units=tuple(
            unit.name for unit in tree.values()
            if unit.id in ids and unit.id != organisation_id and unit.is_open
        ),
        people=identity.count_people_in(organisation_ids=ids, on=on),
        holdings=tuple(registry.held_by_units(ids)),
    )  # fmt: skip


@transaction.atomic
def open_unit(
    *, code: str, name: str, level: str, parent_id: int, valid_from: date, reason: str,
    actor_id: int, scope: Scope, at: datetime, kind_label: str = "", phone: str = "",
) -> Organisation:  # fmt: skip
    """Create a unit that exists from a day on; return it.

    It lies in the province of the unit above. Raises OutsideYourUnits, ReasonNeeded,
    OrganisationCodeTaken, OrganisationAboveUnfit.
    """
    _common.demand_units([parent_id], scope=scope)
    reason = _common.demand_reason(reason)
    above = identity.organisation(scope=scope, pk=parent_id)
    unit = identity_services.open_organisation(
        code=code, name=name, level=level, parent_id=parent_id, valid_from=valid_from,
        today=timezone.localdate(at), kind_label=kind_label, phone=phone,
        province=above.province if above else "",
    )  # fmt: skip
    _record(
        "identity.unit_opened", unit.pk, code, actor_id=actor_id, at=at, reason=reason,
        changes={"name": [None, name], "level": [None, level],
                 "parent": [None, above.code if above else None],
                 "valid_from": _common.text(valid_from)},
    )  # fmt: skip
    return unit


@transaction.atomic
def change_unit(
    *, organisation_id: int, wanted: Placement, valid_from: date, reason: str, actor_id: int,
    scope: Scope, at: datetime,
) -> OrganisationPlacement:  # fmt: skip
    """Rename, move or re-level a unit from a day on; all below it moves along; return the place.

    Raises OutsideYourUnits, ReasonNeeded, NothingChanged, OrganisationChangePlanned,
    OrganisationAboveUnfit.
    """
    touched = [organisation_id, *([wanted.parent_id] if wanted.parent_id else [])]
    _common.demand_units(touched, scope=scope)
    return _place(
        "identity.unit_changed", organisation_id, wanted, valid_from, reason=reason,
        actor_id=actor_id, at=at,
    )  # fmt: skip


@transaction.atomic
def close_unit(
    *, organisation_id: int, valid_from: date, reason: str, actor_id: int, scope: Scope,
    at: datetime,
) -> OrganisationPlacement:  # fmt: skip
    """Close a unit from a day on; its old records stay with the unit above; return the place.

    Raises OutsideYourUnits, ReasonNeeded, UnitInUse (with the numbers) while open units, people or
    filed things hang on it, OrganisationChangePlanned.
    """
    _demand_empty(organisation_id, valid_from, scope)
    return _place(
        "identity.unit_closed", organisation_id, Placement(is_open=False), valid_from,
        reason=reason, actor_id=actor_id, at=at,
    )  # fmt: skip


@transaction.atomic
def merge_units(
    *, organisation_id: int, into_id: int, valid_from: date, reason: str, actor_id: int,
    scope: Scope, at: datetime,
) -> OrganisationPlacement:  # fmt: skip
    """Merge a unit into another from a day on: units below, posts and roles go over to it.

    Its old records stay in the scope of the unit it was merged into. What other contexts file
    under units (accounts) must be moved first: UnitInUse says how many. Returns the unit's last
    place. Raises OutsideYourUnits, ReasonNeeded, OrganisationAboveUnfit and what closing raises.
    """
    _common.demand_units([organisation_id, into_id], scope=scope)
    effects = effects_of(organisation_id=organisation_id, on=valid_from, scope=scope)
    own = registry.held_by_units([organisation_id])
    if own or organisation_id == into_id:
        raise _in_use(organisation_id, valid_from, (), 0, own)
    tree = identity.tree_on(on=valid_from)
    for unit in tree.values():
        if unit.parent_id == organisation_id and unit.is_open:
            _place(
                "identity.unit_changed", unit.id, Placement(parent_id=into_id), valid_from,
                reason=reason, actor_id=actor_id, at=at,
            )  # fmt: skip
    moved = identity_services.move_people(
        organisation_id=organisation_id, into_id=into_id, on=valid_from
    )
    return _place(
        "identity.unit_merged", organisation_id, Placement(is_open=False, parent_id=into_id),
        valid_from, reason=reason, actor_id=actor_id, at=at,
        more={"posts_moved": moved.duties, "roles_moved": moved.roles,
              "units_moved": len(effects.units)},
    )  # fmt: skip


@transaction.atomic
def withdraw_change(
    *, placement_id: int, organisation_id: int, reason: str, actor_id: int, scope: Scope,
    at: datetime,
) -> None:  # fmt: skip
    """Take a planned change back before its day.

    Raises OutsideYourUnits, ReasonNeeded, OrganisationChangeBegun.
    """
    _common.demand_units([organisation_id], scope=scope)
    reason = _common.demand_reason(reason)
    if placement_id not in {
        row.pk for row in identity.placements_of(organisation_id=organisation_id)
    }:
        raise OutsideYourUnits(unit="–")
    row = identity_services.withdraw_placement(
        placement_id=placement_id, today=timezone.localdate(at)
    )
    _record(
        "identity.unit_change_withdrawn", organisation_id, row.organisation.code,
        actor_id=actor_id, at=at, reason=reason,
        changes={"name": row.name, "valid_from": _common.text(row.valid_from)},
    )  # fmt: skip


def _demand_empty(organisation_id: int, on: date, scope: Scope) -> None:
    found = effects_of(organisation_id=organisation_id, on=on, scope=scope)
    if not found.is_empty:
        raise _in_use(organisation_id, on, found.units, found.people, list(found.holdings))


def _in_use(
    organisation_id: int, on: date, units: tuple[str, ...], people: int,
    holdings: list[tuple[registry.UnitHolding, int]],
) -> UnitInUse:  # fmt: skip
    name = identity.names_of(organisation_ids=[organisation_id])[organisation_id]
    return UnitInUse(unit=name, day=on, holds=HoldsText(len(units), people, tuple(holdings)))


@dataclass(frozen=True, slots=True)
class HoldsText:
    """What hangs on a unit, said in the reader's language when it is shown."""

    units: int
    people: int
    holdings: tuple[tuple[registry.UnitHolding, int], ...]

    def __str__(self) -> str:
        parts = [
            gettext(text).format(count=count)
            for text, count in ((UNITS, self.units), (PEOPLE, self.people))
            if count
        ]
        parts += [str(one.label).format(count=count) for one, count in self.holdings]
        return gettext(", ").join(parts) or gettext("it is the same unit")


def _place(
    action: str, organisation_id: int, wanted: Placement, valid_from: date, *, reason: str,
    actor_id: int, at: datetime, more: dict[str, Any] | None = None,
) -> OrganisationPlacement:  # fmt: skip
    reason = _common.demand_reason(reason)
    before, after = identity_services.place_organisation(
        organisation_id=organisation_id, wanted=wanted, valid_from=valid_from,
        today=timezone.localdate(at),
    )  # fmt: skip
    changes = {
        name: [getattr(before, name), getattr(after, name)]
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    }
    if not changes:
        raise NothingChanged
    if "parent_id" in changes:
        names = identity.names_of(organisation_ids=filter(None, changes["parent_id"]))
        changes["parent"] = [names.get(pk) for pk in changes.pop("parent_id")]
    _record(
        action, organisation_id, after.organisation.code, actor_id=actor_id, at=at,
        reason=reason,
        changes={**changes, "valid_from": _common.text(valid_from), **(more or {})},
    )  # fmt: skip
    return after


def _record(
    action: str, organisation_id: int, code: str, *, actor_id: int, at: datetime, reason: str,
    changes: dict[str, Any],
) -> None:  # fmt: skip
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="organisation",
        object_id=organisation_id, object_label=code, organisation_id=organisation_id,
        changes=changes, reason=reason,
    )  # fmt: skip
