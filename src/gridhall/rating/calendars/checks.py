"""Refuse a calendar that leaves a gap or contradicts itself on any day it could meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from gridhall.rating.calendars.errors import InvalidCalendar
from gridhall.rating.calendars.facts import CustomerFacts, DayFacts, DayKind
from gridhall.rating.calendars.model import SLOTS, Calendar, When
from gridhall.rating.calendars.resolve import claims

LEAP_YEAR = date(2024, 1, 1)
NOWHERE = "\N{EM DASH}"


def check_calendar(calendar: Calendar) -> None:
    """Try every kind of day, weather and customer that some row distinguishes.

    Raises ``InvalidCalendar`` with the first day that has a gap or two rows of equal priority.
    """
    for row in calendar.rows:
        if not (0 <= row.start < SLOTS and 0 < row.end <= SLOTS) or row.start == row.end:
            problem = f"a {row.period} row has no length"
            raise InvalidCalendar(calendar=calendar.name, problem=problem)
    whens = [row.when for row in calendar.rows]
    situations = list(_situations(whens))
    for day in _different_days(calendar):
        for facts in situations:
            claims(calendar, day, facts)


def _different_days(calendar: Calendar) -> list[date]:
    """Return one day for each set of rows whose dates apply (and each weekday, if that counts)."""
    weekly = any(row.when.weekdays for row in calendar.rows)
    found: dict[tuple[int, ...], date] = {}
    days = [LEAP_YEAR + timedelta(days=offset) for offset in range(366)]
    if not weekly and not any(row.dates for row in calendar.rows):
        days = [day for day in days if day.day == 1]
    for day in days:
        rows = tuple(n for n, r in enumerate(calendar.rows) if r.dated(day.month, day.day))
        found.setdefault((*rows, -day.isoweekday()) if weekly else rows, day)
    return list(found.values())


def _situations(whens: list[When]) -> Iterator[DayFacts]:
    customers = list(_customers(whens))
    for day, weather, customer in product(_days(whens), _weathers(whens), customers):
        yield replace(
            day,
            max_temperature_c=weather.max_temperature_c,
            earlier_max_temperatures_c=weather.earlier_max_temperatures_c,
            customer=customer,
        )


def _days(whens: list[When]) -> Iterator[DayFacts]:
    yield DayFacts(kind=DayKind.WORKDAY)
    if not any(w.kinds or w.holidays or w.holiday_days_from is not None for w in whens):
        return
    yield DayFacts(kind=DayKind.WEEKEND)
    yield DayFacts(kind=DayKind.MAKE_UP)
    lengths = sorted({1} | {w.holiday_days_from for w in whens if w.holiday_days_from is not None})
    names = sorted({NOWHERE}.union(*(w.holidays for w in whens)))
    for name, days in product(names, lengths):
        yield DayFacts(kind=DayKind.HOLIDAY, holiday=name, holiday_days=days)


def _weathers(whens: list[When]) -> Iterator[DayFacts]:
    bounds = {w.temperature_from_c for w in whens if w.temperature_from_c is not None}
    days = max((w.temperature_days for w in whens), default=1)
    for value in sorted({Decimal(0), *bounds}):
        yield DayFacts(max_temperature_c=value, earlier_max_temperatures_c=(value,) * (days - 1))


def _customers(whens: list[When]) -> Iterator[CustomerFacts]:
    both = {
        name: (True, False) if any(getattr(w, name) is not None for w in whens) else (None,)
        for name in ("two_part", "large_industry", "opted_in")
    }
    sizes = {w.capacity_from_kva for w in whens if w.capacity_from_kva is not None}
    places = frozenset[str]().union(*(w.sub_regions | w.not_sub_regions for w in whens))
    for two, large, opted, kva, place in product(
        both["two_part"],
        both["large_industry"],
        both["opted_in"],
        sorted({Decimal(0), *sizes}),
        sorted({NOWHERE, *places}),
    ):
        yield CustomerFacts(
            two_part=two, large_industry=large, opted_in=opted, capacity_kva=kva, sub_region=place
        )
