"""How changes enter a timeline: past, future, one after another."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridhall.customers import timeline
from gridhall.customers.timeline import Version

MARCH = date(2026, 3, 1)
JUNE = date(2026, 6, 1)
BASE = [Version({"name": "甲", "rank": 1}, None, None)]


def test_a_change_cuts_the_timeline_on_its_day() -> None:
    after = timeline.put(BASE, {"rank": 2}, MARCH)

    assert [(v.values, v.start, v.end) for v in after] == [
        ({"name": "甲", "rank": 1}, None, MARCH),
        ({"name": "甲", "rank": 2}, MARCH, None),
    ]


def test_a_change_from_an_earlier_day_stops_where_the_same_field_changed_later() -> None:
    changed = timeline.put(BASE, {"name": "乙"}, JUNE)

    after = timeline.put(changed, {"name": "丙", "rank": 3}, MARCH)

    assert [v.values for v in after] == [
        {"name": "甲", "rank": 1},
        {"name": "丙", "rank": 3},
        {"name": "乙", "rank": 3},
    ]


def test_what_ended_cannot_change() -> None:
    ended = timeline.end(BASE, MARCH)

    assert timeline.at(ended, JUNE) == Version(None, MARCH, None)
    with pytest.raises(LookupError):
        timeline.put(ended, {"rank": 2}, JUNE)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(
    st.lists(st.tuples(st.sampled_from(["name", "rank"]), st.integers(0, 3), DAYS), max_size=12),
    DAYS,
)
def test_any_day_says_what_was_last_said_for_it(
    changes: list[tuple[str, int, date]], asked: date
) -> None:
    """Against the plain meaning: a value holds from its day until the field's next later day."""
    versions = [Version({"name": -1, "rank": -1}, None, None)]
    spoken: dict[str, dict[date, int]] = {"name": {}, "rank": {}}
    for name, value, day in changes:
        held = timeline.at(versions, day)
        assert held is not None
        assert held.values is not None
        if held.values[name] == value:
            continue
        versions = timeline.put(versions, {name: value}, day)
        spoken[name][day] = value

    held = timeline.at(versions, asked)

    assert held is not None
    assert held.values is not None
    for earlier, later in itertools.pairwise(versions):
        assert earlier.end == later.start
        assert earlier.values != later.values
    for name, said in spoken.items():
        days = [day for day in said if day <= asked]
        if not days:
            assert held.values[name] == -1
