"""Half-open periods touch without overlapping, and cutting them loses no day."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridhall.kernel.errors import InvalidPeriod
from gridhall.kernel.periods import DatePeriod, InstantPeriod, month_of, months_before, next_month

JANUARY = DatePeriod(date(2026, 1, 1), date(2026, 2, 1))
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> DatePeriod:
    start = draw(days)
    length = draw(st.none() | st.integers(1, 900))
    return DatePeriod(start, None if length is None else start + timedelta(days=length))


def test_start_is_inside_and_end_is_not() -> None:
    assert JANUARY.contains(date(2026, 1, 1))
    assert not JANUARY.contains(date(2026, 2, 1))
    assert JANUARY.days == 31
    assert JANUARY.as_text() == "2026-01-01/2026-02-01"


def test_touching_is_not_overlapping() -> None:
    february = month_of(date(2026, 2, 10))
    assert not JANUARY.overlaps(february)
    assert JANUARY.intersect(february) is None


def test_open_period_has_no_length() -> None:
    forever = DatePeriod(date(2026, 1, 1))
    assert forever.is_open()
    with pytest.raises(InvalidPeriod):
        _ = forever.days


def test_refuses_an_end_that_is_not_later() -> None:
    with pytest.raises(InvalidPeriod):
        DatePeriod(date(2026, 1, 1), date(2026, 1, 1))


def test_months_of_a_year_end() -> None:
    touched = DatePeriod(date(2025, 12, 31), date(2026, 2, 1)).months()
    assert [m.start for m in touched] == [date(2025, 12, 1), date(2026, 1, 1)]
    assert next_month(date(2025, 12, 5)) == date(2026, 1, 1)


def test_instants_have_a_duration() -> None:
    morning = InstantPeriod(datetime(2026, 1, 1, 8), datetime(2026, 1, 1, 11))  # noqa: DTZ001
    assert morning.duration == timedelta(hours=3)


@given(periods(), st.lists(days, max_size=6))
def test_cutting_loses_nothing(period: DatePeriod, cuts: list[date]) -> None:
    pieces = period.split_at(*cuts)
    assert pieces[0].start == period.start
    assert pieces[-1].end == period.end
    assert all(a.end == b.start for a, b in itertools.pairwise(pieces))


@given(periods(), periods(), days)
def test_intersection_holds_exactly_the_common_days(
    one: DatePeriod, two: DatePeriod, day: date
) -> None:
    common = one.intersect(two)
    inside = common is not None and common.contains(day)
    assert inside == (one.contains(day) and two.contains(day))
    assert one.overlaps(two) == two.overlaps(one) == (common is not None)


@pytest.mark.parametrize(
    ("day", "number", "month"),
    [
        (date(2026, 3, 31), 0, date(2026, 3, 1)),
        (date(2026, 3, 31), 1, date(2026, 2, 1)),
        (date(2026, 1, 5), 1, date(2025, 12, 1)),
        (date(2026, 1, 5), 13, date(2024, 12, 1)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_before_a_day(day: date, number: int, month: date) -> None:
    assert months_before(day, number) == month
