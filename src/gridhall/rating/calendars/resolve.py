"""The period of each of the 96 quarter-hours of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from gridhall.rating.calendars.conditions import holds
from gridhall.rating.calendars.errors import CalendarConflict, InvalidCalendar, MissingDayFact
from gridhall.rating.calendars.facts import NO_FACTS, DayFacts
from gridhall.rating.calendars.model import MINUTES, SLOTS, Calendar, time_of

WHOLE_DAY = (1 << SLOTS) - 1


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a run of quarter-hours of one period, for reading: ``08:00``–``11:00`` peak."""

    start: str
    end: str
    period: str


@lru_cache(maxsize=20_000)
def slots(calendar: Calendar, day: date, facts: DayFacts = NO_FACTS) -> tuple[str, ...]:
    """Return the period of each quarter-hour of that day, the first being 00:00–00:15.

    Raises ``MissingDayFact`` if a row of that day depends on a fact that was not given, and
    ``InvalidCalendar`` if the rows leave a gap or contradict each other on this day.
    """
    return periods_of(claims(calendar, day, facts))


def spans(calendar: Calendar, day: date, facts: DayFacts = NO_FACTS) -> tuple[Span, ...]:
    """Return the same as runs, for screens and explanations; raises as ``slots``."""
    found = slots(calendar, day, facts)
    edges = [0, *(n for n in range(1, SLOTS) if found[n] != found[n - 1]), SLOTS]
    return tuple(Span(time_of(a), time_of(b), found[a]) for a, b in pairwise(edges))


def minutes_by_period(calendar: Calendar, day: date, facts: DayFacts = NO_FACTS) -> dict[str, int]:
    """Return how many minutes of the day each period has; raises as ``slots``."""
    found = slots(calendar, day, facts)
    return {name: found.count(name) * MINUTES for name in dict.fromkeys(found)}


def claims(calendar: Calendar, day: date, facts: DayFacts) -> list[tuple[str, int]]:
    """Return (period, quarter-hours as bits) that together make the whole day, without overlap.

    Raises ``MissingDayFact``, ``CalendarConflict`` or ``InvalidCalendar``.
    """
    left, won = WHOLE_DAY, []
    for _priority, rows in reversed(calendar.by_priority):
        taken = 0
        for row in rows:
            if not row.dated(day.month, day.day):
                continue
            answer = holds(row.when, day, facts)
            if answer is False:
                continue
            if isinstance(answer, str):
                raise MissingDayFact(
                    field=answer, on=day, calendar=calendar.name, period=row.period
                )
            if taken & row.mask:
                at = time_of(_lowest(taken & row.mask))
                problem = f"two rows of priority {row.priority} at {at} on {day}"
                raise CalendarConflict(calendar=calendar.name, problem=problem)
            taken |= row.mask
            won.append((row.period, row.mask & left))
        left &= ~taken
    if left:
        problem = f"no row covers {time_of(_lowest(left))} on {day}"
        raise InvalidCalendar(calendar=calendar.name, problem=problem)
    return won


def periods_of(won: list[tuple[str, int]]) -> tuple[str, ...]:
    """Return the 96 periods of claims that make up the whole day."""
    found = [""] * SLOTS
    for period, mask in won:
        left = mask
        while left:
            found[_lowest(left)] = period
            left &= left - 1
    return tuple(found)


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
