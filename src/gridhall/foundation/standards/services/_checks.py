"""What a standard must be before it may be saved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.roles import Role
from gridhall.foundation.workcalendar.errors import UnknownCalendar
from gridhall.foundation.workcalendar.selectors import COMPANY_CALENDAR, work_calendar

from .. import floors
from ..errors import FloorNotComparable, InvalidStandard, StandardTie, WorseThanFloor
from ..models import OnReopen, ServiceStandard, Unit
from ..reckoning import DAYS, Measure, seconds_of
from ..rules import PROPERTIES, Rule, tie
from ..selectors._book import rule_of
from ..vocabulary import events

CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
CLOCK = re.compile(r"[a-z][a-z0-9_]{0,39}")
VALUE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,19}|")
EVENTS = ("start_events", "stop_events", "pause_events", "resume_events", "cancel_events")
MOST = 9999


def check_fields(row: ServiceStandard, ladder: dict[int, list[str]]) -> None:
    """Refuse what no standard may be. Raises InvalidStandard naming field, value and remedy."""
    for field, value, right, remedy in _demands(row, ladder):
        if not right:
            raise InvalidStandard(standard=row.code or "–", field=field, value=value, remedy=remedy)


def _demands(
    row: ServiceStandard, ladder: dict[int, list[str]]
) -> Iterable[tuple[str, Any, bool, Any]]:
    letters = _("Use small letters, digits, points and underscores.")
    yield "code", row.code, bool(CODE.fullmatch(row.code)), letters
    yield "clock", row.clock, bool(CLOCK.fullmatch(row.clock)), letters
    for field in ("title_zh", "title_en", "source"):
        yield field, getattr(row, field), bool(getattr(row, field).strip()), _("Fill it in.")
    for field in PROPERTIES:
        value = getattr(row, field)
        yield field, value, bool(VALUE.fullmatch(value)), _("Use a code in capitals, or nothing.")
    yield from _events(row)
    yield from _target(row)
    for percent, roles in ladder.items():
        reach = _("Take a percentage from 1 to 1000.")
        yield "ladder", percent, 1 <= percent <= 1000, reach
        for role in roles:
            yield "ladder", role, role in Role.values, _("Choose one of the roles.")
    yield "certainty", row.certainty, row.certainty in row.Certainty.values, _("Choose a grade.")
    yield "on_reopen", row.on_reopen, row.on_reopen in OnReopen.values, _("Choose one of them.")


def _events(row: ServiceStandard) -> Iterable[tuple[str, Any, bool, Any]]:
    for field in EVENTS:
        for event in getattr(row, field):
            yield field, event, event in events(), _("There is no such event.")
    for field in ("start_events", "stop_events"):
        yield field, "", bool(getattr(row, field)), _("Name at least one event.")
    both = sorted(set(row.start_events) & set(row.stop_events))
    yield "stop_events", ", ".join(both), not both, _("An event cannot start and stop a clock.")
    pauses, resumes = len(row.pause_events), len(row.resume_events)
    fit = pauses == resumes or (pauses > 1 and resumes == 1)
    yield "resume_events", ", ".join(row.resume_events), fit, _(
        "Name for each pause the event that ends it, in the same order, or one that ends all."
    )  # fmt: skip


def _target(row: ServiceStandard) -> Iterable[tuple[str, Any, bool, Any]]:
    yield "unit", row.unit, row.unit in Unit.values, _("Choose a unit.")
    yield "target", row.target, 0 < row.target <= MOST, _("Take a number from 1 to 9999.")
    if row.unit in DAYS:
        whole = row.target == int(row.target)
        yield "target", row.target, whole, _("Days are whole.")
    else:
        least = seconds_of(row.unit, row.target) >= 1
        yield "target", row.target, least, _("Take at least one second.")
    known = True
    try:
        work_calendar(code=row.calendar or COMPANY_CALENDAR)
    except UnknownCalendar:
        known = False
    yield "calendar", row.calendar, known, _("Choose one of the work calendars, or nothing.")
    yield "warn_percent", row.warn_percent, 1 <= row.warn_percent <= 99, _(
        "Warn at 1 to 99 percent."
    )  # fmt: skip


def check_neighbours(row: ServiceStandard) -> None:
    """Refuse a standard that ties with another, or is worse than a floor, or a floor that is too
    high for the standards in force.

    Raises StandardTie, FloorNotComparable, WorseThanFloor.
    """
    mine = rule_of(row)
    rows = ServiceStandard.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=row.valid_from), profile_id=row.profile_id,
        clock=row.clock, status=ServiceStandard.Status.APPROVED,
    )  # fmt: skip
    for other in rows.exclude(code=row.code).order_by("code").prefetch_related("ladder"):
        its = rule_of(other)
        if tie(mine, its):
            missing = [name for name in PROPERTIES if not getattr(row, name)]
            raise StandardTie(
                standard=row.code, other=other.code, properties=", ".join(missing)
            )  # fmt: skip
        if other.floor:
            _check_floor(mine, its, first=row.valid_from)
        if row.floor:
            _check_floor(its, mine, first=row.valid_from)


def _check_floor(rule: Rule, floor: Rule, *, first: date) -> None:
    if not floors.concerns(rule, floor) or not _tier(rule, floor):
        return
    if field := floors.not_comparable(rule, floor):
        raise FloorNotComparable(standard=rule.code, floor=floor.code, field=field)
    found = floors.worse(_measure(rule), _measure(floor), first=first)
    if found is not None:
        raise WorseThanFloor(
            standard=rule.code, floor=floor.code, start=_told(found.start), end=_told(found.end),
            floor_end=_told(found.floor_end),
        )  # fmt: skip


def _tier(rule: Rule, floor: Rule) -> bool:
    """Tell whether the standard would take the floor's place in a case: only then it matters."""
    return len(rule.named()) > len(floor.named())


def _measure(rule: Rule) -> Measure:
    return Measure(rule.unit, rule.target, work_calendar(code=rule.calendar or COMPANY_CALENDAR))


def _told(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
