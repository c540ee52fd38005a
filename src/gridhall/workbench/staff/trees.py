"""What the staff screens show of people, roles and units: plain rows, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.roles import Role
from gridhall.foundation.identity.selectors import PersonRow, Unit
from gridhall.ui.figures import Stat, Status
from gridhall.ui.text import Text

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import (
        Deputyship,
        Duty,
        OrganisationPlacement,
        RoleAssignment,
    )
    from gridhall.foundation.staff.models import RightsReviewItem
    from gridhall.foundation.staff.selectors import ReviewProgress
    from gridhall.foundation.staff.services.units import Effects

HELD = Status(pgettext_lazy("role", "In force"), "success")
AHEAD = Status(_("To come"), "info")
ENDED = Status(_("Ended"), "neutral")
ACTIVE = Status(_("With the company"), "success")
LEFT = Status(_("Locked"), "danger", "lock")
EMERGENCY = Status(_("Emergency"), "danger", "urgent")
LEVELS: tuple[tuple[str, Text], ...] = (
    ("HEADQUARTERS", _("Headquarters")),
    ("REGIONAL_CENTRE", _("Regional centre")),
    ("HOTLINE", _("Hotline")),
    ("SERVICE_POINT", _("Service point")),
    ("TEAM", _("Team")),
)
DEPUTY_TONES: dict[str, Any] = {
    "PROPOSED": "warning", "ACCEPTED": "success", "DECLINED": "neutral", "ENDED": "neutral",
}  # fmt: skip
DECISIONS: dict[str, Status] = {
    "OPEN": Status(_("Not decided yet"), "warning", "hourglass"),
    "CONFIRMED": Status(_("Confirmed"), "success"),
    "WITHDRAWN": Status(_("Taken away"), "danger", "user-x"),
}


def levels() -> list[tuple[str, Text]]:
    """Return the levels of units, the highest first."""
    return list(LEVELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """One role of one person."""

    person: str
    username: str
    role: Text
    unit: str
    code: str
    valid_from: date
    valid_to: date | None
    state: Status
    id: int = 0
    reason: str = ""
    expires_at: datetime | None = None
    may_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit of the tree with what stands beside it."""

    name: str
    code: str
    level: str
    depth: int
    phone: str
    province: str
    people: int
    url: str
    is_open: bool


def person_status(is_active: bool) -> Status:
    """Return whether somebody is with the company."""
    return ACTIVE if is_active else LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """One employee in the list."""

    name: str
    username: str
    staff_no: str
    unit: str
    title: str
    roles: str
    state: Status


def person_row(row: PersonRow) -> StaffRow:
    """Return an employee ready to print."""
    return StaffRow(
        name=row.name, username=row.username, staff_no=row.staff_no, unit=row.unit,
        title=row.title, roles=gettext(", ").join(str(Role(role).label) for role in row.roles),
        state=person_status(row.is_active),
    )  # fmt: skip


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
        rows.append(_assignment(one, on=on, at=None))
    return rows


def roles(held: Iterable[RoleAssignment], *, on: date, at: datetime) -> list[AssignmentRow]:
    """Return every role of one person, those in force first."""
    order = {id(AHEAD): 1, id(ENDED): 2}
    rows = [_assignment(one, on=on, at=at) for one in held]
    return sorted(rows, key=lambda row: order.get(id(row.state), 0))


def _assignment(one: RoleAssignment, *, on: date, at: datetime | None) -> AssignmentRow:
    state = _state(one, on, at)
    return AssignmentRow(
        id=one.pk, person=str(one.user), username=one.user.username, role=one.get_role_display(),
        unit=one.organisation.name, code=one.organisation.code, valid_from=one.valid_from,
        valid_to=one.valid_to, state=state, reason=one.reason, expires_at=one.expires_at,
        may_end=state is not ENDED,
    )  # fmt: skip


def _state(one: RoleAssignment | Duty, on: date, at: datetime | None = None) -> Status:
    expires = getattr(one, "expires_at", None)
    if expires is not None and at is not None:
        return EMERGENCY if expires > at else ENDED
    if one.valid_to is not None and one.valid_to <= max(on, one.valid_from):
        return ENDED
    return AHEAD if one.valid_from > on else HELD


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One post of a person."""

    id: int
    title: str
    unit: str
    is_main: bool
    valid_from: date
    valid_to: date | None
    state: Status
    may_end: bool


def duties(rows: Iterable[Duty], *, on: date) -> list[DutyRow]:
    """Return the posts of a person."""
    return [
        DutyRow(
            id=row.pk, title=row.title, unit=row.organisation.name, is_main=row.is_main,
            valid_from=row.valid_from, valid_to=row.valid_to, state=_state(row, on),
            may_end=not row.is_main and _state(row, on) is not ENDED,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyRow:
    """One deputyship as somebody concerned sees it."""

    id: int
    title: str
    roles: str
    valid_from: date
    valid_to: date
    reason: str
    state: Status
    may_answer: bool
    may_end: bool


def deputyships(rows: Iterable[Deputyship], *, on: date, reader_id: int) -> list[DeputyRow]:
    """Return the deputyships of ``reader_id``, in which she is one side or the other."""
    return [_deputyship(row, on, reader_id) for row in rows]


def _deputyship(row: Deputyship, on: date, reader_id: int) -> DeputyRow:
    over = row.valid_to <= on
    state = Status(row.get_status_display(), DEPUTY_TONES[row.status])
    if over and row.status in {"PROPOSED", "ACCEPTED"}:
        state = ENDED
    is_deputy = row.deputy_id == reader_id
    title = gettext("stands in for {person}") if is_deputy else gettext("{person} stands in")
    other = row.principal if row.deputy_id == reader_id else row.deputy
    lent = [
        f"{one.assignment.get_role_display()} · {one.assignment.organisation.name}"
        for one in row.roles.all()
    ]
    return DeputyRow(
        id=row.pk, title=title.format(person=other), roles=gettext(", ").join(lent),
        valid_from=row.valid_from, valid_to=row.valid_to, reason=row.reason, state=state,
        may_answer=row.status == "PROPOSED" and row.deputy_id == reader_id and not over,
        may_end=row.status in {"PROPOSED", "ACCEPTED"} and not over,
    )  # fmt: skip


def tree(units: Iterable[Unit], *, people: Mapping[int, int], staff_url: str) -> list[UnitRow]:
    """Return the units in the order of the tree; the highest one shown has depth 0."""
    rows: list[UnitRow] = []
    top = None
    for unit in units:
        depth = unit.path.count("/")
        top = depth if top is None else min(top, depth)
        rows.append(
            UnitRow(
                name=unit.name, code=unit.code, level=unit.level_label,
                depth=min(depth - top, 5), phone=unit.phone, province=unit.province,
                people=people.get(unit.id, 0), url=f"{staff_url}?q={unit.code}",
                is_open=unit.is_open,
            )
        )  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRow:
    """One place of a unit in its history, or one that lies ahead."""

    id: int
    unit: str
    code: str
    name: str
    level: Text
    above: str
    is_open: bool
    valid_from: date | None
    valid_to: date | None
    state: Status
    may_withdraw: bool


def placements(rows: Iterable[OrganisationPlacement], *, today: date) -> list[PlacementRow]:
    """Return places ready to print; the first day of an old unit is not known."""
    return [
        PlacementRow(
            id=row.pk, unit=row.organisation.name, code=row.organisation.code, name=row.name,
            level=row.get_level_display(), above=row.parent.name if row.parent else "",
            is_open=row.is_open, valid_from=row.valid_from if row.valid_from.year > 1900 else None,
            valid_to=row.valid_to, state=_place_state(row, today),
            may_withdraw=row.valid_from > today and row.valid_to is None,
        )
        for row in rows
    ]  # fmt: skip


def _place_state(row: OrganisationPlacement, today: date) -> Status:
    if row.valid_from > today:
        return AHEAD
    return ENDED if row.valid_to is not None and row.valid_to <= today else HELD


def effects(found: Effects) -> list[Stat]:
    """Return what hangs on a unit as figures."""
    stats = [
        Stat(label=_("Units below"), value=str(len(found.units)), icon="hierarchy-2",
             hint=gettext(", ").join(found.units[:4]) + (" …" if len(found.units) > 4 else "")),
        Stat(label=_("People with a post or role"), value=str(found.people), icon="users"),
    ]  # fmt: skip
    return stats + [
        Stat(label=_("Filed here"), value=str(one.label).format(count=count), icon="folder")
        for one, count in found.holdings
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One role in a review."""

    id: int
    review_id: int
    person: str
    username: str
    role: Text
    unit: str
    last_used_at: datetime | None
    unused: Text
    decided_by: str
    note: str
    state: Status
    may_decide: bool


def review_row(item: RightsReviewItem, *, reader_id: int) -> ReviewRow:
    """Return one role of a review ready to print; nobody decides on her own."""
    held = item.assignment
    return ReviewRow(
        id=item.pk, review_id=item.review_id, person=str(held.user), username=held.user.username,
        role=held.get_role_display(), unit=held.organisation.name,
        last_used_at=item.last_used_at, unused=_("unused") if item.is_unused else "",
        decided_by=str(item.decided_by) if item.decided_by_id else "", note=item.note,
        state=DECISIONS[item.decision],
        may_decide=item.decision == "OPEN" and held.user_id != reader_id,
    )  # fmt: skip


def review_stats(found: ReviewProgress) -> list[Stat]:
    """Return the figures above a review."""
    return [
        Stat(label=_("Roles"), value=str(found.total), icon="user-shield"),
        Stat(
            label=pgettext_lazy("approval", "Decided"), value=f"{found.decided} / {found.total}",
            icon="checks",
        ),
        Stat(label=_("Taken away"), value=str(found.withdrawn), icon="user-x"),
        Stat(
            label=_("Unused"), value=str(found.unused), icon="zzz", tone="warning",
            hint=gettext("for more than {days} days").format(days=found.unused_days),
        ),
    ]  # fmt: skip
