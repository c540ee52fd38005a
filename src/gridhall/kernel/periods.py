"""Half-open periods ``[start, end)``; an open end (``None``) means "until further notice".

Half-open periods touch without overlapping: the read at 00:00 on 1 February closes January and
opens February. ``DatePeriod`` is for law, contracts and billing months (dates of the supply
territory); ``InstantPeriod`` is for events and intervals (datetimes).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, Self, TypeVar

from gridhall.kernel.errors import InvalidPeriod

Point = TypeVar("Point", date, datetime)


@dataclass(frozen=True, slots=True)
class Period(Generic[Point]):
    """Hold a half-open stretch of time; the methods are the same for dates and datetimes."""

    start: Point
    end: Point | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise InvalidPeriod(start=self.start, end=self.end)

    def contains(self, point: Point) -> bool:
        """Tell whether the point lies inside; the start does, the end does not."""
        return self.start <= point and (self.end is None or point < self.end)

    def overlaps(self, other: Self) -> bool:
        """Tell whether the two share at least one point; touching is not overlapping."""
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )

    def intersect(self, other: Self) -> Self | None:
        """Return the common part, or ``None`` if there is none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return type(self)(max(self.start, other.start), min(ends) if ends else None)

    def split_at(self, *points: Point) -> tuple[Self, ...]:
        """Return the pieces cut at the given points; points outside or on an edge cut nothing."""
        pieces: list[Self] = []
        start = self.start
        for cut in sorted({p for p in points if self.contains(p) and p != self.start}):
            pieces.append(type(self)(start, cut))
            start = cut
        return (*pieces, type(self)(start, self.end))

    def is_open(self) -> bool:
        """Tell whether the period has no end yet."""
        return self.end is None

    def as_text(self) -> str:
        """Return ISO 8601 interval text, ``start/end`` or ``start/..``."""
        return f"{self.start.isoformat()}/{self.end.isoformat() if self.end else '..'}"


class DatePeriod(Period[date]):
    """Be a half-open period of whole days."""

    __slots__ = ()

    @property
    def days(self) -> int:
        """Return the number of days. Raises ``InvalidPeriod`` for an open period."""
        return (self._closed_end() - self.start).days

    def each_day(self) -> Iterator[date]:
        """Yield every day of a closed period."""
        for offset in range(self.days):
            yield self.start + timedelta(days=offset)

    def months(self) -> Iterator[DatePeriod]:
        """Yield the calendar months that the closed period touches, each as a whole month."""
        end = self._closed_end()
        current = month_of(self.start)
        while current.start < end:
            yield current
            current = month_of(current._closed_end())

    def _closed_end(self) -> date:
        if self.end is None:
            raise InvalidPeriod(start=self.start, end="open")
        return self.end


class InstantPeriod(Period[datetime]):
    """Be a half-open period between two moments."""

    __slots__ = ()

    @property
    def duration(self) -> timedelta:
        """Return the length. Raises ``InvalidPeriod`` for an open period."""
        if self.end is None:
            raise InvalidPeriod(start=self.start, end="open")
        return self.end - self.start


def next_month(day: date) -> date:
    """Return the first day of the month after ``day``."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_before(day: date, number: int) -> date:
    """Return the first day of the month that lies ``number`` months before that of ``day``."""
    months = day.year * 12 + day.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def months_later(day: date, number: int) -> date:
    """Return the same day ``number`` months later, or the last day of a month that is shorter."""
    first = months_before(day, -number)
    return first.replace(day=min(day.day, month_of(first).days))


def billing_months(period: DatePeriod) -> tuple[DatePeriod, ...]:
    """Return the months of a closed period; the first or last may be short.

    Months are counted from the period's first day (from the 24th to the 24th is one month); a
    period that begins within a month and ends with one is cut at the calendar months.
    """
    if period.end is not None and period.end.day == 1:
        months = tuple(month.intersect(period) for month in period.months())
        return tuple(month for month in months if month is not None)
    found: list[DatePeriod] = []
    start, number = period.start, 1
    while period.end is not None and start < period.end:
        end = min(months_later(period.start, number), period.end)
        found.append(DatePeriod(start, end))
        start, number = end, number + 1
    return tuple(found)


def count_billing_months(period: DatePeriod) -> int:
    """Return how many ``billing_months`` a closed period has; a short one counts."""
    start, end = period.start, period.end
    if end is not None and end.day == 1:
        return (end.year - start.year) * 12 + end.month - start.month
    return len(billing_months(period))


def is_whole_month(period: DatePeriod) -> bool:
    """Tell whether a closed period runs from a day to the same day of the next month."""
    return period.end == months_later(period.start, 1)


def month_of(day: date) -> DatePeriod:
    """Return the calendar month around ``day`` as ``[first day, first day of next month)``."""
    return DatePeriod(day.replace(day=1), next_month(day))
