"""Which period a quarter-hour belongs to: every rule of a row, and a minute-by-minute oracle."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.rating.books.calendar_schema import CalendarRow, DatedCalendar
from gridhall.rating.calendars import (
    Calendar,
    CustomerFacts,
    DayFacts,
    DayKind,
    InvalidCalendar,
    MissingDayFact,
    check_calendar,
    minutes_by_period,
    slots,
    spans,
)
from gridhall.rating.errors import DAY_FACT_MISSING

MONDAY = date(2026, 1, 5)
SATURDAY = date(2026, 1, 3)
BASE = {"period": "flat", "start": "00:00", "end": "24:00"}


def calendar(*rows: dict[str, Any]) -> Calendar:
    """Return a checked calendar of rows written as in a book."""
    found = DatedCalendar(
        effective_from=date(2020, 1, 1),
        source="t",
        grade="A",
        verified=True,
        applies_to="all",
        rows=tuple(CalendarRow.model_validate(row) for row in rows),
    ).resolved("T")
    check_calendar(found)
    return found


def deep(**when: Any) -> Calendar:
    """Return a flat day with 10:00–14:00 deep under a condition."""
    row = {"period": "deep", "start": "10:00", "end": "14:00", "priority": 3, "when": when}
    return calendar(BASE, row)


def is_deep(found: Calendar, day: date, facts: DayFacts) -> bool:
    return slots(found, day, facts)[40] == "deep"


def test_half_hour_bounds_and_priority() -> None:
    found = calendar(
        BASE,
        {"period": "valley", "start": "11:30", "end": "14:30", "priority": 1},
        {"period": "deep", "start": "12:00", "end": "14:00", "priority": 2},
    )
    assert [(s.start, s.end, s.period) for s in spans(found, MONDAY)] == [
        ("00:00", "11:30", "flat"),
        ("11:30", "12:00", "valley"),
        ("12:00", "14:00", "deep"),
        ("14:00", "14:30", "valley"),
        ("14:30", "24:00", "flat"),
    ]
    assert minutes_by_period(found, MONDAY) == {"flat": 1260, "valley": 60, "deep": 120}


def test_wrap_means_both_ends_of_the_same_day() -> None:
    found = calendar(
        {"months": [3], "period": "flat", "start": "22:00", "end": "02:00"},
        {"months": [3], "period": "peak", "start": "02:00", "end": "22:00"},
        {"months": [n for n in range(1, 13) if n != 3], **BASE},
    )
    first_of_march = slots(found, date(2026, 3, 1))
    assert first_of_march[:8] == ("flat",) * 8
    assert first_of_march[8:88] == ("peak",) * 80
    assert set(slots(found, date(2026, 4, 1))) == {"flat"}


def test_day_ranges_include_both_days_and_may_cross_the_year() -> None:
    found = calendar(
        BASE,
        {
            "dates": ["12-20..01-10", "07-15"],
            "period": "sharp",
            "start": "18:00",
            "end": "20:00",
            "priority": 2,
        },
    )
    on = {
        (m, d): "sharp" in slots(found, date(2026, m, d))
        for m, d in [(12, 19), (12, 20), (1, 10), (1, 11), (7, 14), (7, 15), (7, 16)]
    }
    assert [key for key, hit in on.items() if hit] == [(12, 20), (1, 10), (7, 15)]


@pytest.mark.parametrize(
    ("kind", "day", "hit"),
    [
        ("weekend", SATURDAY, True),
        ("workday", MONDAY, False),
        ("workday", SATURDAY, False),  # people work: a make-up day
        ("make_up", SATURDAY, False),
        ("holiday", SATURDAY, False),
    ],
)
def test_weekends_are_days_off(kind: str, day: date, hit: bool) -> None:
    assert is_deep(deep(kinds=["weekend"]), day, DayFacts(kind=DayKind(kind))) is hit


def test_make_up_days_can_be_named() -> None:
    found = deep(kinds=["make_up"])
    assert is_deep(found, SATURDAY, DayFacts(kind=DayKind.WORKDAY))
    assert not is_deep(found, MONDAY, DayFacts(kind=DayKind.WORKDAY))


@pytest.mark.parametrize("name", ["春节", "spring_festival", "Spring Festival", "spring-festival"])
def test_named_holidays_in_any_spelling(name: str) -> None:
    found = deep(holidays=["spring_festival", "国庆节"])
    assert is_deep(found, MONDAY, DayFacts(kind=DayKind.HOLIDAY, holiday=name))
    assert not is_deep(found, MONDAY, DayFacts(kind=DayKind.HOLIDAY, holiday="清明节"))
    assert not is_deep(found, MONDAY, DayFacts(kind=DayKind.WORKDAY))


def test_holidays_of_three_days_and_more() -> None:
    found = deep(holiday_days_from=3)
    for days, hit in [(1, False), (2, False), (3, True), (8, True)]:
        facts = DayFacts(kind=DayKind.HOLIDAY, holiday_days=days)
        assert is_deep(found, MONDAY, facts) is hit


def hot(today: str, *before: str) -> DayFacts:
    return DayFacts(
        max_temperature_c=Decimal(today),
        earlier_max_temperatures_c=tuple(Decimal(value) for value in before),
    )


def test_temperature_today() -> None:
    found = deep(temperature_from_c="35")
    assert is_deep(found, MONDAY, hot("35"))
    assert not is_deep(found, MONDAY, hot("34.9"))


def test_temperature_three_days_in_a_row() -> None:
    found = deep(temperature_from_c="35", temperature_days=3)
    assert is_deep(found, MONDAY, hot("36", "35", "35.5"))
    assert not is_deep(found, MONDAY, hot("36", "34", "36"))
    assert not is_deep(found, MONDAY, hot("34"))  # today settles it
    assert not is_deep(found, MONDAY, hot("36", "30"))  # so does yesterday


def test_customer_conditions() -> None:
    found = deep(two_part=True, large_industry=True, capacity_from_kva="315", opted_in=True)
    yes = CustomerFacts(
        two_part=True, large_industry=True, opted_in=True, capacity_kva=Decimal(315)
    )
    small = CustomerFacts(two_part=True, capacity_kva=Decimal("314.9"))  # small settles it
    assert is_deep(found, MONDAY, DayFacts(customer=yes))
    assert not is_deep(found, MONDAY, DayFacts(customer=small))


def test_sub_regions() -> None:
    except_there = deep(not_sub_regions=["凉山", "甘孜"])
    only_there = deep(sub_regions=["凉山"])
    for place, outside, inside in [("成都", True, False), ("凉山", False, True)]:
        facts = DayFacts(customer=CustomerFacts(sub_region=place))
        assert is_deep(except_there, MONDAY, facts) is outside
        assert is_deep(only_there, MONDAY, facts) is inside


@pytest.mark.parametrize(
    ("when", "facts", "field"),
    [
        ({"kinds": ["weekend"]}, DayFacts(), "day.kind"),
        ({"holidays": ["new_year"]}, DayFacts(), "day.kind"),
        ({"holidays": ["new_year"]}, DayFacts(kind=DayKind.HOLIDAY), "day.holiday"),
        ({"holiday_days_from": 3}, DayFacts(kind=DayKind.HOLIDAY), "day.holiday_days"),
        ({"temperature_from_c": "35"}, DayFacts(), "day.max_temperature_c"),
        (
            {"temperature_from_c": "35", "temperature_days": 3},
            hot("36", "36"),
            "day.earlier_max_temperatures_c",
        ),
        ({"two_part": True}, DayFacts(), "customer.two_part"),
        ({"large_industry": True}, DayFacts(), "customer.large_industry"),
        ({"opted_in": True}, DayFacts(), "customer.opted_in"),
        ({"capacity_from_kva": "315"}, DayFacts(), "customer.capacity_kva"),
        ({"not_sub_regions": ["凉山"]}, DayFacts(), "customer.sub_region"),
    ],
)
def test_missing_fact_is_a_refusal_that_names_it(
    when: dict[str, Any], facts: DayFacts, field: str
) -> None:
    with pytest.raises(MissingDayFact) as caught:
        slots(deep(**when), MONDAY, facts)
    assert caught.value.reason == DAY_FACT_MISSING
    assert caught.value.params["field"] == field
    assert caught.value.params["period"] == "deep"


def test_a_fact_is_not_asked_for_outside_the_months_of_its_row() -> None:
    row = {
        "months": [7],
        "period": "deep",
        "start": "10:00",
        "end": "14:00",
        "priority": 3,
        "when": {"kinds": ["weekend"]},
    }
    assert set(slots(calendar(BASE, row), MONDAY)) == {"flat"}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{"period": "flat", "start": "00:00", "end": "23:30"}], "no row covers 23:30"),
        ([{**BASE, "months": [1, 2]}], "no row covers 00:00"),
        (
            [BASE, {"period": "peak", "start": "08:00", "end": "09:00"}],
            "two rows of priority 0 at 08:00",
        ),
        ([{**BASE, "when": {"two_part": True}}], "no row covers"),
        ([{**BASE, "when": {"weekdays": [1, 2, 3, 4, 5]}}], "no row covers"),
        (
            [
                BASE,
                {**BASE, "period": "deep", "priority": 3, "when": {"holidays": ["春节"]}},
                {**BASE, "period": "sharp", "priority": 3, "when": {"temperature_from_c": "35"}},
            ],
            "two rows of priority 3",
        ),
        ([{**BASE, "start": "08:00", "end": "08:00"}], "no length"),
        ([{**BASE, "start": "08:10", "end": "08:00"}], "no quarter-hour"),
        ([{**BASE, "end": "24:15"}], "no quarter-hour"),
        ([{**BASE, "dates": ["02-30"]}], "no day"),
    ],
)
def test_refuses_gaps_overlaps_and_nonsense(rows: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(InvalidCalendar, match=problem):
        calendar(*rows)


# --- a second reading of the same rules, minute by minute -------------------------------------

PERIODS = ["sharp", "peak", "valley", "deep"]


def minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def oracle(rows: list[dict[str, Any]], day: date, at: int) -> str | None:
    """Return the period of one minute, or ``None`` if two rows of equal rank claim it."""
    best: list[tuple[int, str]] = []
    for row in rows:
        start, end = minute(row["start"]), minute(row["end"])
        inside = start <= at < end if start < end else at >= start or at < end
        if day.month in row.get("months", range(1, 13)) and inside:
            best.append((row.get("priority", 0), row["period"]))
    ranks = [priority for priority, _period in best]
    return max(best)[1] if len(set(ranks)) == len(ranks) else None


@st.composite
def overlays(draw: st.DrawFn) -> dict[str, Any]:
    start, end = draw(st.lists(st.integers(0, 47), min_size=2, max_size=2, unique=True))
    return {
        "period": draw(st.sampled_from(PERIODS)),
        "start": f"{start // 2:02d}:{start % 2 * 30:02d}",
        "end": f"{end // 2:02d}:{end % 2 * 30:02d}" if end else "24:00",
        "months": sorted(draw(st.sets(st.integers(1, 12), min_size=1))),
        "priority": draw(st.integers(1, 3)),
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(overlays(), max_size=4), st.integers(0, 365))
def test_agrees_with_the_minute_by_minute_oracle(extra: list[dict[str, Any]], offset: int) -> None:
    rows = [BASE, *extra]
    day = date(2024, 1, 1) + timedelta(days=offset)
    expected = [oracle(rows, day, at) for at in range(24 * 60)]
    found = Calendar("T", tuple(CalendarRow.model_validate(row).resolved("T") for row in rows))
    if None in expected:
        with pytest.raises(InvalidCalendar):
            slots(found, day)
        return
    by_minute = [period for period in slots(found, day) for _ in range(15)]
    assert by_minute == expected
