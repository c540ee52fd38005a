"""Reckoning with working time, against a counter that looks at every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.foundation.workcalendar.arithmetic import (
    Calendar,
    Conventions,
    DayEnd,
    Hours,
    NeverOpens,
    add_natural_time,
    add_working_days,
    add_working_time,
    is_working_day,
    next_opening,
    working_minutes_between,
    working_time_between,
)
from tests.foundation.workcalendar import counter

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 2, 9)
LONG_AGO = date(2020, 1, 1)
HALL = Calendar(
    zone=ZONE,
    hours=(
        Hours(weekdays=0b0011111, start_minute=510, end_minute=720, valid_from=LONG_AGO),
        Hours(weekdays=0b0011111, start_minute=810, end_minute=1050, valid_from=LONG_AGO),
    ),
    exceptions={date(2026, 2, 14): 0} | {date(2026, 2, day): None for day in range(16, 24)},
)


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0, month: int = 2) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=ZONE)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Several shifts a day, breaks, a change of hours, holidays and make-up days; never closed."""
    change = FIRST + timedelta(days=draw(st.integers(1, 12)))
    hours = []
    for valid_from, valid_to in ((LONG_AGO, change), (change, None)):
        cuts = draw(st.lists(st.integers(0, 1440), min_size=4, max_size=6, unique=True))
        cuts = sorted(cuts)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            mask = draw(st.integers(1, 127)) | 1  # Mondays are worked
            hours.append(
                Hours(
                    weekdays=mask, start_minute=start, end_minute=end,
                    valid_from=valid_from, valid_to=valid_to,
                )
            )  # fmt: skip
    days = st.integers(0, 14).map(lambda n: FIRST + timedelta(days=n))
    exceptions = draw(st.dictionaries(days, st.none() | st.integers(0, 6), max_size=8))
    return Calendar(zone=ZONE, hours=tuple(hours), exceptions=exceptions)


instants = st.integers(0, 8 * 86400).map(lambda n: at(9) + timedelta(seconds=n))
whole_minutes = st.integers(0, 8 * 1440).map(lambda n: at(9) + timedelta(minutes=n))
quick = settings(max_examples=60, deadline=None)


@quick
@given(calendar=calendars(), a=instants | whole_minutes, b=instants | whole_minutes)
def test_time_between_is_what_the_counter_counts(calendar, a, b):
    a, b = min(a, b), max(a, b)

    between = working_time_between(a, b, calendar=calendar)

    counted = counter.open_seconds(a, b, calendar)
    assert between == timedelta(seconds=counted)
    assert working_minutes_between(a, b, calendar=calendar) == counted // 60
    assert working_minutes_between(b, a, calendar=calendar) == -(counted // 60)


@quick
@given(
    calendar=calendars(),
    start=instants | whole_minutes,
    seconds=st.integers(0, 600) | st.integers(0, 24 * 60).map(lambda n: n * 60),
)
def test_adding_time_ends_where_the_counter_ends(calendar, start, seconds):
    # no more than the calendar has: a week may have as little as two minutes
    seconds = min(seconds, counter.open_seconds(start, start + timedelta(days=8), calendar))

    end = add_working_time(start, seconds=seconds, calendar=calendar)

    assert end == counter.instant_after(start, seconds, calendar)
    assert working_time_between(start, end, calendar=calendar) == timedelta(seconds=seconds)


@quick
@given(calendar=calendars(), start=instants)
def test_next_opening_is_the_first_open_second(calendar, start):
    opening = next_opening(start, calendar=calendar)

    assert counter.is_open(opening, calendar)
    assert counter.open_seconds(start, opening, calendar) == 0


@settings(max_examples=30, deadline=None)
@given(calendar=calendars(), offset=st.integers(0, 14), n=st.integers(0, 4))
def test_working_days_are_those_with_an_open_minute(calendar, offset, n):
    start = FIRST + timedelta(days=offset)

    end = add_working_days(start, n, calendar=calendar)

    later = [start + timedelta(days=k) for k in range(1, (end - start).days + 1)]
    worked = [day for day in later if counter.is_worked(day, calendar)]
    assert is_working_day(end, calendar=calendar)
    if n:
        assert (len(worked), worked[-1]) == (n, end)
    else:
        assert worked == ([] if end == start else [end])


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        pytest.param(at(9, 11, 30), 60, at(9, 14), id="over lunch"),
        pytest.param(at(9, 11, 30), 30, at(9, 12), id="until lunch, not after it"),
        pytest.param(at(9, 12, 10), 1, at(9, 13, 31), id="begun at lunch"),
        pytest.param(at(13, 17), 60, at(14, 9), id="make-up Saturday"),
        pytest.param(at(14, 17), 60, at(24, 9), id="over the Spring Festival"),
        pytest.param(at(15, 3), 0, at(15, 3), id="nothing"),
    ],
)
def test_minutes_of_the_hall(start, minutes, end):
    assert add_working_time(start, minutes=minutes, calendar=HALL) == end


def test_seconds_and_microseconds_are_kept():
    start = at(9, 11, 59, 59) + timedelta(microseconds=5)

    assert add_working_time(start, seconds=2, calendar=HALL) == at(9, 13, 30, 1) + timedelta(
        microseconds=5
    )


def test_time_in_another_zone_is_the_same_instant():
    assert add_working_time(at(9, 9).astimezone(UTC), hours=1, calendar=HALL) == at(9, 10)


@pytest.mark.parametrize(
    ("conventions", "start", "n", "end"),
    [
        pytest.param(Conventions(), at(12, 10), 1, at(13, 17, 30), id="day of start is day 0"),
        pytest.param(Conventions(), at(13, 10), 2, at(24, 17, 30), id="holidays do not count"),
        pytest.param(Conventions(), at(15, 10), 1, at(24, 17, 30), id="begun on a Sunday"),
        pytest.param(Conventions(start_counts=True), at(12, 10), 1, at(12, 17, 30), id="day 1"),
        pytest.param(
            Conventions(start_counts=True), at(15, 10), 1, at(24, 17, 30), id="day 1 is worked"
        ),
        pytest.param(
            Conventions(start_counts=True), at(12, 20), 1, at(13, 17, 30), id="after closing"
        ),
        pytest.param(Conventions(day_end=DayEnd.MIDNIGHT), at(12, 10), 1, at(14), id="until 24:00"),
        pytest.param(
            Conventions(day_end=DayEnd.SAME_TIME), at(12, 10), 1, at(13, 10), id="same time"
        ),
    ],
)
def test_limits_in_days_follow_the_conventions(conventions, start, n, end):
    calendar = Calendar(
        zone=ZONE, hours=HALL.hours, exceptions=HALL.exceptions, conventions=conventions
    )

    assert add_working_days(start, n, calendar=calendar) == end


def test_days_then_hours():
    assert add_working_time(at(12, 10), days=1, hours=1, calendar=HALL) == at(14, 9, 30)


def test_natural_time_runs_through_the_holidays():
    assert add_natural_time(at(14, 17), hours=24, calendar=HALL) == at(15, 17)
    assert add_natural_time(at(14, 17), days=3, minutes=5, calendar=HALL) == at(17, 17, 5)


def test_what_cannot_be_reckoned_is_refused():
    closed = Calendar(zone=ZONE, hours=())
    naive = at(9).replace(tzinfo=None)

    for reckon in (
        lambda: next_opening(at(9), calendar=closed),
        lambda: add_working_time(at(9), minutes=1, calendar=closed),
        lambda: add_working_days(FIRST, 1, calendar=closed),
    ):
        with pytest.raises(NeverOpens):
            reckon()
    with pytest.raises(ValueError, match="time zone"):
        add_working_time(naive, minutes=1, calendar=HALL)
    with pytest.raises(ValueError, match="less than nothing"):
        add_working_time(at(9), minutes=-1, calendar=HALL)
    with pytest.raises(ValueError, match="less than nothing"):
        add_working_days(FIRST, -1, calendar=HALL)
