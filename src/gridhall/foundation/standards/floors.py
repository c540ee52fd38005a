"""Whether a standard promises less than the floor that holds for everybody (conflict n).

A better target is allowed for a grade, an area or a channel, a worse one never. Two targets in the
same unit and calendar are compared as they stand. Others are compared at the moments of a year at
which the difference can be greatest: the openings and closings of both calendars, midnight, and
the seconds before them. Pure: no Django, no database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .reckoning import SECONDS_OF, WORKING, Measure, limit, seconds_of
from .rules import Rule, may_meet

YEAR = 366
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Worse:
    """Begun at ``start``, the standard ends at ``end``, the floor before that."""

    start: datetime
    end: datetime
    floor_end: datetime


def concerns(rule: Rule, floor: Rule) -> bool:
    """Tell whether a case may fall under both."""
    return rule.clock == floor.clock and rule.code != floor.code and may_meet(rule, floor)


def not_comparable(rule: Rule, floor: Rule) -> str:
    """Return the field in which the standard measures something else than the floor, or ""."""
    if rule.start != floor.start:
        return "start_events"
    if not rule.stop <= floor.stop:
        return "stop_events"
    if not set(rule.pause) <= set(floor.pause):
        return "pause_events"
    return ""


def worse(mine: Measure, floor: Measure, *, first: date) -> Worse | None:
    """Return where within a year from ``first`` the floor is missed by most, None if nowhere."""
    if _plainly_not(mine, floor):
        return None
    found, most = None, timedelta()
    for start in _starts(mine, floor, first):
        end, floor_end = limit(start, mine), limit(start, floor)
        if end - floor_end > most:
            found, most = Worse(start, end, floor_end), end - floor_end
    return found


def _plainly_not(mine: Measure, floor: Measure) -> bool:
    """Tell whether the targets say by themselves that the floor is kept."""
    if _alike(mine, floor):
        return mine.target <= floor.target
    if mine.working or floor.working or {mine.unit, floor.unit} - SECONDS_OF.keys():
        return False
    return seconds_of(mine.unit, mine.target) <= seconds_of(floor.unit, floor.target)


def _alike(mine: Measure, floor: Measure) -> bool:
    return mine.unit == floor.unit and (
        mine.calendar == floor.calendar or mine.unit not in (*WORKING, "NATURAL_DAYS")
    )


def _starts(mine: Measure, floor: Measure, first: date) -> Iterator[datetime]:
    """Yield the moments of a year at which a limit can jump, and the seconds before them."""
    same = mine.calendar == floor.calendar
    calendars = [mine.calendar] if same else [mine.calendar, floor.calendar]
    for day in (first + timedelta(days=n) for n in range(YEAR)):
        moments = set()
        for calendar in calendars:
            moments.add(datetime.combine(day, time(), tzinfo=calendar.zone).astimezone(UTC))
            for opening in calendar.openings(day):
                moments |= set(opening)
        for moment in sorted(moments):
            yield moment - SECOND
            yield moment
