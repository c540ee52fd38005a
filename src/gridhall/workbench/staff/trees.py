"""What the staff screens show of people and units: plain rows, ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gridhall.ui.figures import Status

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import Organisation, RoleAssignment

HELD = Status(_("In force"), "success")
AHEAD = Status(_("To come"), "info")
ENDED = Status(_("Ended"), "neutral")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """One role of one person."""

    person: str
    username: str
    role: str
    unit: str
    code: str
    valid_from: date
    valid_to: date | None
    state: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of the tree with what stands beside it."""

    name: str
    code: str
    level: str
    depth: int
    phone: str
    province: str
    people: int
    url: str


def assignments(
    held: Iterable[RoleAssignment], filters: dict[str, str], *, on: date
) -> list[AssignmentRow]:
    """Return the assignments that fit the filters ``q`` and ``role``."""
    wanted, role = filters.get("q", "").casefold(), filters.get("role", "")
    rows = []
    for one in held:
        user, unit = one.user, one.organisation
        text = f"{user.display_name} {user.username} {unit.name} {unit.code}".casefold()
        if (role and one.role != role) or wanted not in text:
            continue
        rows.append(
            AssignmentRow(
                person=str(user), username=user.username, role=one.get_role_display(),
                unit=unit.name, code=unit.code, valid_from=one.valid_from,
                valid_to=one.valid_to, state=_state(one, on),
            )
        )  # fmt: skip
    return rows


def _state(one: RoleAssignment, on: date) -> Status:
    if one.valid_from > on:
        return AHEAD
    return ENDED if one.valid_to is not None and one.valid_to <= on else HELD


def tree(
    units: Iterable[Organisation], held: Iterable[RoleAssignment], *, staff_url: str
) -> list[Unit]:
    """Return the units in the order of the tree; the highest one shown has depth 0."""
    people = Counter(unit_id for unit_id, _user in {(a.organisation_id, a.user_id) for a in held})
    rows: list[Unit] = []
    top = None
    for unit in units:
        depth = unit.path.count("/")
        top = depth if top is None else min(top, depth)
        rows.append(
            Unit(
                name=unit.name, code=unit.code, level=unit.get_level_display(),
                depth=min(depth - top, 5), phone=unit.phone, province=unit.province,
                people=people[unit.pk], url=f"{staff_url}?q={unit.code}",
            )
        )  # fmt: skip
    return rows
