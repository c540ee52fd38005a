"""A time-of-use calendar: rows that each claim a stretch of the day for a period.

A row applies on the days its months and date ranges name and while its ``when`` holds. Where
several apply, the highest priority wins (deep and sharp over peak and valley over flat). Two
rows of the same priority may never claim the same quarter-hour. A row whose end does not lie
after its start wraps over midnight and means **both ends of the same calendar day**: "22:00 to
02:00 in March" covers 00:00–02:00 and 22:00–24:00 of every day in March.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from gridhall.rating.calendars.errors import InvalidCalendar
from gridhall.rating.calendars.facts import DayKind

SLOTS = 96  # quarter-hours of a day
MINUTES = 15
EVERY_MONTH = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class DateRange:
    """Hold days of the year from ``(month, day)`` to ``(month, day)``, both included."""

    first: tuple[int, int]
    last: tuple[int, int]

    def contains(self, month: int, day: int) -> bool:
        """Tell whether the day lies inside; a range may run over the end of the year."""
        here = (month, day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """Hold the conditions of a row beside its dates; empty fields ask nothing, all must hold."""

    kinds: frozenset[DayKind] = frozenset()
    weekdays: frozenset[int] = frozenset()  # ISO: Monday is 1
    holidays: frozenset[str] = frozenset()  # codes
    holiday_days_from: int | None = None
    temperature_from_c: Decimal | None = None
    temperature_days: int = 1  # so many days in a row, the day itself being the last
    two_part: bool | None = None
    large_industry: bool | None = None
    opted_in: bool | None = None
    capacity_from_kva: Decimal | None = None
    sub_regions: frozenset[str] = frozenset()
    not_sub_regions: frozenset[str] = frozenset()


ALWAYS = When()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """Hold one stretch of the day, ``[start, end)`` in quarter-hours after midnight."""

    period: str
    start: int
    end: int
    months: frozenset[int] = EVERY_MONTH
    dates: tuple[DateRange, ...] = ()
    priority: int = 0
    when: When = ALWAYS

    @property
    def mask(self) -> int:
        """Return the quarter-hours as bits; the lowest bit is 00:00–00:15."""
        low, high = 1 << self.start, 1 << self.end
        if self.end > self.start:
            return high - low
        return ((1 << SLOTS) - low) | (high - 1)

    def dated(self, month: int, day: int) -> bool:
        """Tell whether the row's months and date ranges name this day of the year."""
        if month not in self.months:
            return False
        return not self.dates or any(part.contains(month, day) for part in self.dates)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Hold the rows of one calendar. Compared by identity, so looking up a day is cheap."""

    name: str
    rows: tuple[Row, ...]
    by_priority: tuple[tuple[int, tuple[Row, ...]], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        levels = sorted({row.priority for row in self.rows})
        grouped = tuple((p, tuple(r for r in self.rows if r.priority == p)) for p in levels)
        object.__setattr__(self, "by_priority", grouped)

    @cached_property
    def asks(self) -> bool:
        """Tell whether some row depends on a fact about the day or the customer."""
        return any(row.when != ALWAYS for row in self.rows)

    @property
    def asks_for_kind(self) -> bool:
        """Tell whether some row depends on what kind of day it is."""
        return any(
            row.when.kinds or row.when.holidays or row.when.holiday_days_from is not None
            for row in self.rows
        )

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the periods the calendar names, in the order of its rows."""
        return tuple(dict.fromkeys(row.period for row in self.rows))


def slot_of(text: str, *, calendar: str) -> int:
    """Return the quarter-hour that begins at ``HH:MM`` (``24:00`` is 96).

    Raises ``InvalidCalendar`` for a time off the 15-minute grid or outside the day.
    """
    hours, _colon, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit()):
        raise InvalidCalendar(calendar=calendar, problem=f"{text!r} is not a time like 08:30")
    total = int(hours) * 60 + int(minutes)
    if int(minutes) >= 60 or total > 24 * 60 or total % MINUTES:
        raise InvalidCalendar(
            calendar=calendar, problem=f"{text} is no quarter-hour between 00:00 and 24:00"
        )
    return total // MINUTES


def time_of(slot: int) -> str:
    """Return ``HH:MM`` at which the quarter-hour begins; 96 is ``24:00``."""
    return f"{slot // 4:02d}:{slot % 4 * MINUTES:02d}"


def day_range(text: str, *, calendar: str) -> DateRange:
    """Return the range written as ``MM-DD..MM-DD``; raises ``InvalidCalendar``."""
    first, _dots, last = text.partition("..")
    return DateRange(_month_day(first, calendar), _month_day(last or first, calendar))


def _month_day(text: str, calendar: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2000-{text}")  # a leap year: 02-29 is a day of the year
    except ValueError:
        raise InvalidCalendar(calendar=calendar, problem=f"{text!r} is no day like 07-15") from None
    return day.month, day.day
