"""Whether a row's conditions hold: yes, no, or "that depends on a fact nobody gave"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from gridhall.rating.calendars.facts import (
    CustomerFacts,
    DayFacts,
    DayKind,
    holiday_code,
    is_make_up,
)
from gridhall.rating.calendars.model import When

#: An answer: true, false, or the name of the missing fact.
Answer = bool | str


def holds(when: When, day: date, facts: DayFacts) -> Answer:
    """Return whether all conditions hold on that day.

    One condition that fails settles the matter, whatever else is unknown; otherwise the first
    missing fact is named.
    """
    missing = ""
    for answer in _answers(when, day, facts):
        if answer is False:
            return False
        if isinstance(answer, str) and not missing:
            missing = answer
    return missing or True


def _answers(when: When, day: date, facts: DayFacts) -> Iterator[Answer]:
    if when.weekdays:
        yield day.isoweekday() in when.weekdays
    yield from _about_customer(when, facts.customer)
    if when.kinds:
        yield _kind(when, day, facts)
    if when.holidays:
        yield _holiday(when, facts)
    if when.holiday_days_from is not None:
        yield _length(when.holiday_days_from, facts)
    if when.temperature_from_c is not None:
        yield _hot(when.temperature_from_c, when.temperature_days, facts)


def _about_customer(when: When, customer: CustomerFacts) -> Iterator[Answer]:
    for name in ("two_part", "large_industry", "opted_in"):
        wanted = getattr(when, name)
        if wanted is not None:
            given = getattr(customer, name)
            yield f"customer.{name}" if given is None else given is wanted
    if when.capacity_from_kva is not None:
        kva = customer.capacity_kva
        yield "customer.capacity_kva" if kva is None else kva >= when.capacity_from_kva
    if when.sub_regions or when.not_sub_regions:
        place = customer.sub_region
        if place is None:
            yield "customer.sub_region"
        else:
            yield place not in when.not_sub_regions and (
                not when.sub_regions or place in when.sub_regions
            )


def _kind(when: When, day: date, facts: DayFacts) -> Answer:
    if facts.kind is None:
        return "day.kind"
    kinds = {facts.kind}
    if is_make_up(facts.kind, day):
        kinds |= {DayKind.MAKE_UP, DayKind.WORKDAY}
    return bool(kinds & when.kinds)


def _holiday(when: When, facts: DayFacts) -> Answer:
    if facts.kind is None:
        return "day.kind"
    if facts.kind != DayKind.HOLIDAY:
        return False
    if not facts.holiday:
        return "day.holiday"
    return holiday_code(facts.holiday) in when.holidays


def _length(wanted: int, facts: DayFacts) -> Answer:
    if facts.kind is None:
        return "day.kind"
    if facts.kind != DayKind.HOLIDAY:
        return False
    return "day.holiday_days" if facts.holiday_days is None else facts.holiday_days >= wanted


def _hot(wanted: Decimal, days: int, facts: DayFacts) -> Answer:
    given = (facts.max_temperature_c, *facts.earlier_max_temperatures_c)[:days]
    if any(value is not None and value < wanted for value in given):
        return False
    if facts.max_temperature_c is None:
        return "day.max_temperature_c"
    return True if len(given) == days else "day.earlier_max_temperatures_c"
