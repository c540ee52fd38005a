"""Reading work calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from gridhall.foundation.identity.selectors import subtree_ids
from gridhall.foundation.stamps.memory import remembered

from .arithmetic import Calendar, Conventions, DayEnd, Hours
from .errors import NoticeMissing, UnknownCalendar
from .inheritance import with_parents_hours
from .models import DayRule, NoticeLoaded, Shift, WorkCalendar

COMPANY_CALENDAR = "CN"
#: The stamps of what is remembered here.
CALENDARS, ORGANISATION = "workcalendar.calendars", "identity.organisation"
# The State Council's notice for a year came out between 25 October and 25 November so far.
NOTICE_EXPECTED_FROM = (12, 1)


def work_calendar(*, code: str = COMPANY_CALENDAR) -> Calendar:
    """Return the frozen calendar to reckon with, from memory while it has not changed.

    It covers every day: rules are few, so none are left out. Raises UnknownCalendar.
    """
    line, zone = _versions(code)
    return _frozen(line, zone, conventions())


@remembered(CALENDARS)
def _versions(code: str) -> tuple[tuple[tuple[int, UUID], ...], str]:
    """Return a calendar and those above it with their versions, and its time zone."""
    line = lineage(code=code)
    return tuple((one.pk, one.version) for one in line), line[0].timezone


def lineage(*, code: str) -> list[WorkCalendar]:
    """Return the calendar, its parent, and so on up to the top. Raises UnknownCalendar."""
    calendars = WorkCalendar.objects.select_related("parent", "organisation")
    one = calendars.filter(code=code).first()
    if one is None:
        raise UnknownCalendar(calendar=code)
    line = [one]
    while (parent := line[-1].parent) is not None:
        line.append(parent)
    return line


def calendars() -> list[WorkCalendar]:
    """Return all calendars, the company's first."""
    found = WorkCalendar.objects.select_related("organisation", "parent").order_by("code")
    return sorted(found, key=lambda one: one.code != COMPANY_CALENDAR)


@remembered(CALENDARS, ORGANISATION)
def calendar_code_for(*, organisation_id: int) -> str:
    """Return the code of the organisation's calendar: its own, the nearest above, the company's."""
    own = WorkCalendar.objects.exclude(organisation=None).values_list("organisation_id", "code")
    above = [
        (len(below), code)
        for root, code in own
        if root is not None and organisation_id in (below := subtree_ids(organisation_id=root))
    ]
    return min(above)[1] if above else COMPANY_CALENDAR


def conventions() -> Conventions:
    """Return how days are counted: the setting GRIDHALL_WORKING_DAYS."""
    rules: dict[str, Any] = settings.GRIDHALL_WORKING_DAYS
    return Conventions(
        start_counts=rules["start_counts"],
        day_end=DayEnd(rules["day_end"]),
        source=rules["source"],
    )


def day_rules(*, code: str, start: date, end: date) -> list[DayRule]:
    """Return the rules of the days from ``start`` until before ``end``, in order."""
    found = DayRule.objects.filter(calendar__code=code, day__gte=start, day__lt=end)
    return list(found.order_by("day"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveDay:
    """What is different about a day, and which calendar says so; ``own``: this one itself."""

    day: date
    kind: str
    works_as: int | None
    name: str
    source: str
    official: bool
    calendar_name: str
    own: bool


def effective_days(*, code: str, start: date, end: date) -> dict[date, EffectiveDay]:
    """Return what is different about days from ``start`` until before ``end``, inherited or own."""
    line = lineage(code=code)
    found: dict[date, EffectiveDay] = {}
    for one in reversed(line):
        for rule in day_rules(code=one.code, start=start, end=end):
            found[rule.day] = EffectiveDay(
                day=rule.day, kind=rule.kind, works_as=rule.works_as, name=rule.name,
                source=rule.source, official=rule.official, calendar_name=one.name,
                own=one is line[0],
            )  # fmt: skip
    return found


def shifts(*, code: str) -> list[Shift]:
    """Return all shifts of a calendar, past ones too, the oldest first."""
    found = Shift.objects.filter(calendar__code=code)
    return list(found.order_by("valid_from", "start_minute", "weekdays"))


def notice_of(*, year: int, region: str = "CN") -> NoticeLoaded | None:
    """Return the official notice of a year, if it is loaded."""
    return NoticeLoaded.objects.filter(region=region, year=year).first()


def missing_notice(*, year: int, region: str = "CN") -> NoticeMissing | None:
    """Return the warning to show while the official notice of a year is not loaded."""
    if NoticeLoaded.objects.filter(region=region, year=year).exists():
        return None
    return NoticeMissing(year=year)


def due_notices(*, on: date, region: str = "CN") -> list[NoticeMissing]:
    """Return the warnings due on a day: this year's notice, from 1 December also the next's."""
    years = [on.year, on.year + 1] if (on.month, on.day) >= NOTICE_EXPECTED_FROM else [on.year]
    found = [missing_notice(year=year, region=region) for year in years]
    return [warning for warning in found if warning]


@lru_cache(maxsize=64)
def _frozen(line: tuple[tuple[int, UUID], ...], timezone: str, counting: Conventions) -> Calendar:
    """Build the calendar; ``line`` is it and those above with their versions.

    A version changes with every rule and shift, so nothing grows stale.
    """
    rules: dict[date, int | None] = {}
    hours: tuple[Hours, ...] = ()
    for calendar_id, _version in reversed(line):
        rules |= dict(DayRule.objects.filter(calendar=calendar_id).values_list("day", "works_as"))
        hours = with_parents_hours(own=_hours(calendar_id), parents=hours)
    return Calendar(
        zone=ZoneInfo(timezone), hours=hours, exceptions=MappingProxyType(rules),
        conventions=counting,
    )  # fmt: skip


def _hours(calendar_id: int) -> tuple[Hours, ...]:
    return tuple(
        Hours(
            weekdays=one.weekdays, start_minute=one.start_minute, end_minute=one.end_minute,
            valid_from=one.valid_from, valid_to=one.valid_to,
        )
        for one in Shift.objects.filter(calendar=calendar_id).order_by("pk")
    )  # fmt: skip
