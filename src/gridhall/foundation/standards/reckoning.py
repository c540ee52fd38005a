"""The time a clock counts, to the second. Pure: no Django, no database, no clock read.

Two ways of counting: by the working calendar (``WORKING_HOURS``, ``WORKING_DAYS``) or all time
(the other units). All moments are whole seconds. A target becomes a *limit* (the moment it is used
up without a pause); each pause that begins no later than the limit moves it by what the pause
counts: a pause at night or over lunch moves a working-time limit by nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from gridhall.foundation.workcalendar import arithmetic
from gridhall.foundation.workcalendar.arithmetic import Calendar

SECONDS_OF = {"SECONDS": 1, "MINUTES": 60, "HOURS": 3600, "WORKING_HOURS": 3600}
WORKING = ("WORKING_HOURS", "WORKING_DAYS")
DAYS = ("WORKING_DAYS", "NATURAL_DAYS")
BREACH = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """How much, of what, by which calendar. Days and seconds are whole."""

    unit: str
    target: Decimal
    calendar: Calendar

    @property
    def working(self) -> bool:
        """Whether only open time counts."""
        return self.unit in WORKING


def whole_seconds(at: datetime) -> datetime:
    """Return the moment without its fraction, in UTC; raise ValueError for one without a zone."""
    if at.tzinfo is None:
        raise ValueError("a datetime without a time zone is no instant")
    return at.astimezone(UTC).replace(microsecond=0)


def seconds_of(unit: str, target: Decimal) -> int:
    """Return a target in hours, minutes or seconds as whole seconds."""
    return int(target * SECONDS_OF[unit])


def limit(start: datetime, measure: Measure) -> datetime:
    """Return when the target is used up if nothing pauses. Raises NeverOpens."""
    if measure.unit == "WORKING_DAYS":
        end = arithmetic.add_working_days(start, int(measure.target), calendar=measure.calendar)
    elif measure.unit == "NATURAL_DAYS":
        end = arithmetic.add_natural_time(
            start, calendar=measure.calendar, days=int(measure.target)
        )
    else:
        return later(start, seconds_of(measure.unit, measure.target), measure)
    return end.astimezone(UTC)


def counted(start: datetime, end: datetime, measure: Measure) -> int:
    """Return the seconds from ``start`` to ``end`` that count; 0 if the end is not later."""
    if end <= start:
        return 0
    if not measure.working:
        return int((end - start).total_seconds())
    between = arithmetic.working_time_between(start, end, calendar=measure.calendar)
    return int(between.total_seconds())


def later(start: datetime, seconds: int, measure: Measure) -> datetime:
    """Return the earliest moment at which so many seconds have counted. Raises NeverOpens."""
    if not measure.working:
        return start.astimezone(UTC) + timedelta(seconds=seconds)
    end = arithmetic.add_working_time(start, calendar=measure.calendar, seconds=seconds)
    return end.astimezone(UTC)


def moved(due: datetime, pauses: Iterable[tuple[datetime, datetime]], measure: Measure) -> datetime:
    """Return the due moment after pauses, in their order; what was too late already stays so."""
    for start, end in pauses:
        if start <= due:
            due = later(due, counted(start, end, measure), measure)
    return due


def step_at(
    percent: int, *, since: datetime, used: int, target: int, due: datetime, measure: Measure
) -> datetime:
    """Return when so many percent of the time are used, for a clock that runs since ``since``.

    ``used`` is what counted before, ``target`` the whole, in seconds. 100 % is the due moment; a
    step that is passed already lies at ``since``, one above 100 never before the due moment.
    """
    if percent == BREACH:
        return due
    left = target * percent // BREACH - used
    reached = later(since, left, measure) if left > 0 else since
    return min(reached, due) if percent < BREACH else max(reached, due)


def told_from(percent: int, reached: datetime) -> datetime:
    """Return the second in which a step is told: of the breach, the first that is too late."""
    return reached + timedelta(seconds=1) if percent >= BREACH else reached


def untold(percent: int, told: datetime) -> datetime:
    """Return when a step was reached that is told from a moment on."""
    return told - timedelta(seconds=1) if percent >= BREACH else told
