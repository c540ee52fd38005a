"""How a limit was reckoned, step by step, in the same order as the arithmetic.

The result is the arithmetic's own; the steps say how it comes about. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from .arithmetic import DAY, Calendar, DayEnd, add_working_days, add_working_time, is_working_day


class StepKind(StrEnum):
    """What a step says; see ``Step``."""

    START = "START"  # the day of the start
    COUNTED = "COUNTED"  # a working day: the n-th
    CLOSED = "CLOSED"  # days that do not count
    LIMIT = "LIMIT"  # where the days end
    WORKED = "WORKED"  # open time that was used up
    RESULT = "RESULT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``day`` (to ``last`` inclusive, if several), ``number`` the day's place or minutes.

    ``opens`` and ``closes`` are the stretch of open time used, ``left`` what remains after it.
    """

    kind: StepKind
    day: date
    last: date | None = None
    number: int = 0
    opens: datetime | None = None
    closes: datetime | None = None
    left: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The result and how it came about."""

    result: datetime
    steps: list[Step]


def explain(
    start: datetime, *, calendar: Calendar, days: int = 0, hours: int = 0, minutes: int = 0
) -> Explained:
    """Return when so much working time has passed since ``start``, with the steps.

    Raises what ``add_working_time`` raises.
    """
    result = add_working_time(start, calendar=calendar, days=days, hours=hours, minutes=minutes)
    begun = calendar.local(start)
    steps = [Step(kind=StepKind.START, day=begun.date())]
    if days:
        limit = add_working_days(begun, days, calendar=calendar)
        steps += _grouped(_days(begun, limit, calendar))
        steps.append(Step(kind=StepKind.LIMIT, day=limit.date(), closes=limit))
        begun = limit
    steps += _grouped(_time(begun, timedelta(hours=hours, minutes=minutes), calendar))
    steps.append(Step(kind=StepKind.RESULT, day=result.date(), closes=result))
    return Explained(result=result, steps=steps)


def _days(start: datetime, limit: datetime, calendar: Calendar) -> Iterator[Step]:
    """Yield a step for every day up to that of the limit."""
    # a limit at 24:00 belongs to the day that ends then
    same_time = calendar.conventions.day_end is DayEnd.SAME_TIME
    ends_at_midnight = limit.time() == time() and not same_time
    last = limit.date() - DAY if ends_at_midnight else limit.date()
    days = [start.date() + n * DAY for n in range((last - start.date()).days + 1)]
    number = 0
    for day in days:
        if not is_working_day(day, calendar=calendar):
            yield Step(kind=StepKind.CLOSED, day=day)
        elif day > start.date() or _first_counts(start, limit, calendar):
            number += 1
            yield Step(kind=StepKind.COUNTED, day=day, number=number)


def _first_counts(start: datetime, limit: datetime, calendar: Calendar) -> bool:
    """Tell whether the day of the start counts: by the rule, and if it was not over by then."""
    if not calendar.conventions.start_counts:
        return False
    closes = calendar.openings(start.date())[-1][1]
    over = calendar.conventions.day_end is DayEnd.CLOSE and closes < start
    return not over or limit.date() == start.date()


def _time(start: datetime, left: timedelta, calendar: Calendar) -> Iterator[Step]:
    """Yield a step for every stretch of open time that is used, and for closed days between."""
    day, since = start.date(), start.astimezone(UTC)
    while left > timedelta():
        openings = calendar.openings(day)
        if not openings:
            yield Step(kind=StepKind.CLOSED, day=day)
        for opens, closes in openings:
            here = max(opens, since)
            used = min(closes - here, left)
            if used <= timedelta():
                continue
            left -= used
            yield Step(
                kind=StepKind.WORKED, day=day, opens=calendar.local(here),
                closes=calendar.local(here + used), left=left,
                number=int(used.total_seconds() // 60),
            )  # fmt: skip
            if not left:
                return
        day += DAY


def _grouped(steps: Iterator[Step]) -> list[Step]:
    """Return the steps, closed days that follow one another as one."""
    found: list[Step] = []
    for step in steps:
        before = found[-1] if found else None
        if before and step.kind == before.kind == StepKind.CLOSED:
            found[-1] = Step(kind=StepKind.CLOSED, day=before.day, last=step.day)
        else:
            found.append(step)
    return found
