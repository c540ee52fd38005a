"""Reading work calendars."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from gridhall.foundation.identity.selectors import subtree_ids

from .arithmetic import Calendar, Conventions, DayEnd, Hours
from .errors import NoticeMissing, UnknownCalendar
from .models import DayRule, NoticeLoaded, Shift, WorkCalendar

COMPANY_CALENDAR = "CN"
# The State Council's notice for a year came out between 25 October and 25 November so far.
NOTICE_EXPECTED_FROM = (12, 1)


def work_calendar(*, code: str = COMPANY_CALENDAR) -> Calendar:
    """Return the frozen calendar to reckon with; one small query while it has not changed.

    It covers every day: rules are few, so none are left out. Raises UnknownCalendar.
    """
    row = WorkCalendar.objects.filter(code=code).values_list("pk", "version", "timezone").first()
    if row is None:
        raise UnknownCalendar(calendar=code)
    return _frozen(*row, conventions())


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


def shifts(*, code: str) -> list[Shift]:
    """Return all shifts of a calendar, past ones too, the oldest first."""
    found = Shift.objects.filter(calendar__code=code)
    return list(found.order_by("valid_from", "start_minute", "weekdays"))


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
def _frozen(calendar_id: int, version: UUID, timezone: str, counting: Conventions) -> Calendar:
    """Build the calendar; ``version`` changes with every rule and shift, so nothing grows stale."""
    rules = DayRule.objects.filter(calendar=calendar_id).values_list("day", "works_as")
    hours = Shift.objects.filter(calendar=calendar_id).order_by("pk")
    return Calendar(
        zone=ZoneInfo(timezone),
        hours=tuple(
            Hours(
                weekdays=one.weekdays, start_minute=one.start_minute, end_minute=one.end_minute,
                valid_from=one.valid_from, valid_to=one.valid_to,
            )
            for one in hours
        ),
        exceptions=MappingProxyType(dict(rules)),
        conventions=counting,
    )  # fmt: skip
