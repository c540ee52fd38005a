"""Days begin and end at midnight of the company's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from gridhall.foundation import days


def test_a_day_begins_and_ends_at_midnight_of_the_territory() -> None:
    day = date(2026, 1, 31)

    assert days.start_of(day) == datetime(2026, 1, 30, 16, tzinfo=UTC)
    assert (
        days.end_of(day) == datetime(2026, 1, 31, 16, tzinfo=UTC) == days.start_of(date(2026, 2, 1))
    )
