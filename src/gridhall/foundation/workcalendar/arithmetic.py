"""Reckoning with working time. Pure: no Django, no clock, no database.

Conventions (company rules; ``Conventions`` sets the first two):
- Days: the day on which a time limit begins is day 0, the next working day is day 1
  (``start_counts`` makes it day 1 if it is worked itself).
- A limit in working days ends when the last of them closes (``DayEnd.CLOSE``), at 24:00 of it, or
  at the clock time of the start. Both defaults follow the Civil Code, articles 201 and 203.
- Minutes and hours: only open time counts. Opening hours are half-open ``[start, end)``, the
  result is the earliest instant at which the time is used up: 18:00 on Friday, not 9:00 on Monday.
- Natural hours run through nights and holidays; natural days keep the clock time.

Datetimes must be aware; results are in the calendar's zone. Nothing is rounded, except that
``working_minutes_between`` drops a started minute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

# A calendar that is not open once in so many days never opens again.
HORIZON_DAYS = 400
DAY = timedelta(days=1)

Start = TypeVar("Start", date, datetime)


class NeverOpens(ValueError):
    """The calendar has no working time within ``HORIZON_DAYS`` of a day."""


class DayEnd(StrEnum):
    """When a limit in working days ends on its last day."""

    CLOSE = "CLOSE"
    MIDNIGHT = "MIDNIGHT"
    SAME_TIME = "SAME_TIME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How days are counted; see the top of this file."""

    start_counts: bool = False
    day_end: DayEnd = DayEnd.CLOSE
    source: str = "company rule, after the Civil Code, articles 201 and 203"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening hours of some weekdays (mask: 1 Monday … 64 Sunday) from a day until before a day."""

    weekdays: int
    start_minute: int
    end_minute: int
    valid_from: date
    valid_to: date | None = None

    def hold(self, day: date, weekday: int) -> bool:
        """Tell whether these hours hold on a day that is worked like that weekday."""
        return (
            bool(self.weekdays >> weekday & 1)
            and self.valid_from <= day
            and (self.valid_to is None or day < self.valid_to)
        )


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A frozen work calendar.

    ``exceptions`` says for a day like which weekday (0 Monday) it is worked, or None: closed.
    """

    zone: ZoneInfo
    hours: tuple[Hours, ...]
    exceptions: Mapping[date, int | None] = field(default_factory=lambda: MappingProxyType({}))
    conventions: Conventions = Conventions()

    def openings(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the opening hours of a day in order, as instants in UTC."""
        weekday = self.exceptions.get(day, day.weekday())
        if weekday is None:
            return []
        return sorted(
            (self._instant(day, one.start_minute), self._instant(day, one.end_minute))
            for one in self.hours
            if one.hold(day, weekday)
        )

    def local(self, at: datetime) -> datetime:
        """Return the instant in the calendar's zone. Raises ValueError for a naive datetime."""
        if at.tzinfo is None:
            raise ValueError("a datetime without a time zone is no instant")
        return at.astimezone(self.zone)

    def _instant(self, day: date, minute: int) -> datetime:
        midnight = datetime.combine(day, time())
        wall = midnight + timedelta(minutes=minute)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def is_working_day(day: date, *, calendar: Calendar) -> bool:
    """Tell whether there is working time on the day."""
    return bool(calendar.openings(day))


def next_opening(at: datetime, *, calendar: Calendar) -> datetime:
    """Return the instant itself if it is open, else the next one that is. Raises NeverOpens."""
    for start, end in _openings_from(at, calendar):
        if end > at:
            return calendar.local(max(start, at.astimezone(UTC)))
    raise NeverOpens


def add_working_time(
    start: datetime, *, calendar: Calendar, days: int = 0, hours: int = 0, minutes: int = 0,
    seconds: int = 0,
) -> datetime:  # fmt: skip
    """Return the earliest instant at which so much working time has passed since ``start``.

    Working days come first, by ``add_working_days``. No time at all returns ``start`` itself, open
    or not. Raises ValueError for less than nothing, NeverOpens.
    """
    left = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if left < timedelta():
        raise ValueError("working time to add is less than nothing")
    begun = add_working_days(start, days, calendar=calendar) if days else calendar.local(start)
    if not left:
        return begun
    since = begun.astimezone(UTC)
    for opens, closes in _openings_from(begun, calendar):
        here = max(opens, since)
        if closes - here >= left:
            return calendar.local(here + left)
        left -= max(closes - here, timedelta())
    raise NeverOpens


def working_time_between(a: datetime, b: datetime, *, calendar: Calendar) -> timedelta:
    """Return the open time from ``a`` to ``b``, exactly; negative if ``b`` is the earlier one."""
    if b < a:
        return -working_time_between(b, a, calendar=calendar)
    first, last = calendar.local(a), calendar.local(b)
    total = timedelta()
    for day in _days(first.date(), last.date()):
        for opens, closes in calendar.openings(day):
            total += max(min(closes, b) - max(opens, a), timedelta())
    return total


def working_minutes_between(a: datetime, b: datetime, *, calendar: Calendar) -> int:
    """Return the whole open minutes from ``a`` to ``b``; negative if ``b`` is the earlier one."""
    between = working_time_between(a, b, calendar=calendar)
    whole = abs(between) // timedelta(minutes=1)
    return whole if between >= timedelta() else -whole


def add_working_days(start: Start, n: int, *, calendar: Calendar) -> Start:
    """Return the ``n``-th working day after ``start``: a day for a date, a limit for a datetime.

    Zero gives the day itself if it is worked, else the next working day. A limit never lies before
    its start: after closing time it is that of the next working day. Raises ValueError for n < 0,
    NeverOpens.
    """
    if n < 0:
        raise ValueError("working days to add are less than nothing")
    if not isinstance(start, datetime):
        return _nth_working_day(start, n, calendar)
    local = calendar.local(start)
    limit = _limit_on(_nth_working_day(local.date(), n, calendar), local, calendar)
    if limit < local:  # came after closing time: this day is over
        following = _nth_working_day(local.date() + DAY, 0, calendar)
        limit = _limit_on(following, local, calendar)
    return limit


def add_natural_time(
    start: datetime, *, calendar: Calendar, days: int = 0, hours: int = 0, minutes: int = 0
) -> datetime:
    """Return the instant so much later: days by the clock on the wall, the rest as time passes."""
    wall = calendar.local(start).replace(tzinfo=None) + timedelta(days=days)
    later = wall.replace(tzinfo=calendar.zone) if days else calendar.local(start)
    return calendar.local(later.astimezone(UTC) + timedelta(hours=hours, minutes=minutes))


def _limit_on(day: date, start: datetime, calendar: Calendar) -> datetime:
    last_close = calendar.openings(day)[-1][1]
    match calendar.conventions.day_end:
        case DayEnd.CLOSE:
            return calendar.local(last_close)
        case DayEnd.MIDNIGHT:
            return datetime.combine(day + DAY, time(), tzinfo=calendar.zone)
    return datetime.combine(day, start.time(), tzinfo=calendar.zone)


def _nth_working_day(start: date, n: int, calendar: Calendar) -> date:
    worked = is_working_day(start, calendar=calendar)
    left = n - 1 if worked and calendar.conventions.start_counts and n else n
    if left == 0 and worked:
        return start
    left = max(left, 1)
    closed = 0
    for day in _days_after(start):
        if is_working_day(day, calendar=calendar):
            left, closed = left - 1, 0
        else:
            closed += 1
        if left == 0:
            return day
        if closed > HORIZON_DAYS:
            break
    raise NeverOpens


def _openings_from(at: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield the openings from the day of ``at`` on, until the calendar opens no more."""
    first = calendar.local(at).date()
    closed = 0
    for day in _days_after(first - DAY):
        found = calendar.openings(day)
        yield from found
        closed = 0 if found else closed + 1
        if closed > HORIZON_DAYS:
            return


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += DAY
        yield day
