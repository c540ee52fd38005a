"""The steps of a reckoning lead to its result; the worked example of the documents is right."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.foundation.workcalendar import seeding, selectors
from gridhall.foundation.workcalendar.arithmetic import (
    Calendar,
    Conventions,
    DayEnd,
    add_working_time,
)
from gridhall.foundation.workcalendar.explaining import StepKind, explain
from tests.foundation.workcalendar.test_arithmetic import HALL, ZONE, at, calendars, instants

ROW = r"^\| (\d{4}-\S+ \d\d:\d\d)[^|]*\| (\d+) \| (\d+):(\d\d) \| (\S+ \d\d:\d\d)"
EXAMPLE = Path(__file__).parents[3] / "docs" / "explanation" / "working-time.md"


@settings(max_examples=60, deadline=None)
@given(
    calendar=calendars(), start=instants, days=st.integers(0, 4), minutes=st.integers(0, 2),
    first=st.booleans(), end=st.sampled_from(DayEnd),
)  # fmt: skip
def test_steps_lead_to_the_result(calendar, start, days, minutes, first, end):
    calendar = Calendar(
        zone=ZONE, hours=calendar.hours, exceptions=calendar.exceptions,
        conventions=Conventions(start_counts=first, day_end=end),
    )  # fmt: skip

    found = explain(start, calendar=calendar, days=days, minutes=minutes)

    assert found.result == add_working_time(start, calendar=calendar, days=days, minutes=minutes)
    counted = [step.number for step in found.steps if step.kind is StepKind.COUNTED]
    assert counted[-1:] == ([days] if days else [])
    assert counted == list(range(1, days + 1))
    used = [step for step in found.steps if step.kind is StepKind.WORKED]
    spent = sum(((step.closes - step.opens) for step in used), timedelta())
    assert spent == timedelta(minutes=minutes)
    if used:
        assert used[-1].closes == found.result
        assert used[-1].left == timedelta()
    closed = [step for step in found.steps if step.kind is StepKind.CLOSED]
    assert all(step.last is None or step.last > step.day for step in closed)


def test_closed_days_in_a_row_are_one_step():
    steps = explain(at(13, 10), calendar=HALL, days=2).steps

    told = [(step.kind, step.day.day, step.last and step.last.day) for step in steps]
    assert told == [
        (StepKind.START, 13, None), (StepKind.COUNTED, 14, None), (StepKind.CLOSED, 15, 23),
        (StepKind.COUNTED, 24, None), (StepKind.LIMIT, 24, None), (StepKind.RESULT, 24, None),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_worked_example_of_the_documents():
    seeding.create_company_calendar(using="default")
    text = EXAMPLE.read_text(encoding="utf-8")
    rows = re.findall(ROW, text, re.MULTILINE)

    assert len(rows) >= 5
    for start, days, hours, minutes, end in rows:
        result = add_working_time(
            datetime.fromisoformat(start).replace(tzinfo=ZONE),
            calendar=selectors.work_calendar(), days=int(days), hours=int(hours),
            minutes=int(minutes),
        )  # fmt: skip
        assert f"{result:%Y-%m-%d %H:%M}" == end, f"{start} + {days} d {hours}:{minutes}"
