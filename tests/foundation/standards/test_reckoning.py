"""Pauses, reopenings and hand-overs against a counter that looks at every second in turn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.foundation.standards.models import Clock, ClockStatus, MeasuredSubject
from gridhall.foundation.standards.reckoning import Measure, counted, later, step_at
from gridhall.foundation.standards.rules import Facts, Rule
from gridhall.foundation.standards.services import _running as running
from gridhall.foundation.standards.services._running import Work
from gridhall.foundation.workcalendar.arithmetic import (
    Calendar,
    Conventions,
    DayEnd,
    Hours,
    add_working_days,
)
from tests.foundation.workcalendar.counter import instant_after, open_seconds

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
#: Lunch break, a short Saturday, a night shift in two parts; holidays and make-up days below.
HOURS = (
    Hours(weekdays=31, start_minute=8 * 60 + 30, end_minute=12 * 60, valid_from=date(2026, 1, 1)),
    Hours(weekdays=31, start_minute=13 * 60 + 30, end_minute=17 * 60 + 30,
          valid_from=date(2026, 1, 1)),
    Hours(weekdays=32, start_minute=9 * 60, end_minute=11 * 60, valid_from=date(2026, 1, 1)),
    Hours(weekdays=4, start_minute=20 * 60, end_minute=24 * 60, valid_from=date(2026, 3, 1)),
    Hours(weekdays=8, start_minute=0, end_minute=2 * 60, valid_from=date(2026, 3, 1)),
)  # fmt: skip
EXCEPTIONS = {date(2026, 3, 27): None, date(2026, 3, 30): None, date(2026, 3, 29): 0}
START = datetime(2026, 3, 25, tzinfo=UTC)
EVENTS = ("wait", "back", "third", "third_back", "over", "again", "hand")


def calendars() -> st.SearchStrategy[Calendar]:
    return st.builds(
        lambda zone, end: Calendar(
            zone=zone, hours=HOURS, exceptions=EXCEPTIONS, conventions=Conventions(day_end=end)
        ),
        st.sampled_from((SHANGHAI, BERLIN)),  # Berlin goes to summer time on 29 March
        st.sampled_from(DayEnd),
    )


targets = st.sampled_from(
    (
        ("WORKING_DAYS", 1), ("WORKING_DAYS", 2), ("NATURAL_DAYS", 1), ("NATURAL_DAYS", 2),
        ("WORKING_HOURS", "0.25"), ("WORKING_HOURS", "9.5"), ("MINUTES", 1), ("MINUTES", 700),
        ("HOURS", 30), ("SECONDS", 30),
    )
)  # fmt: skip
waits = st.builds(
    int.__add__, st.sampled_from((1, 1800, 3600, 20_000, 50_000, 90_000)), st.integers(0, 999)
)
steps = st.lists(st.tuples(waits, st.sampled_from(EVENTS)), min_size=1, max_size=7)


def rule_of(unit: str, target: object) -> Rule:
    return Rule(
        id=1, code="x", clock="x", start=frozenset({"go"}), stop=frozenset({"over"}),
        pause=("wait", "third"), resume=("back", "third_back"), on_reopen="RESUME", unit=unit,
        target=Decimal(str(target)),
    )  # fmt: skip


class Second:
    """The same clock, told by the second: how much it counted, and who it is charged to."""

    def __init__(self, measure: Measure) -> None:
        self.measure, self.waits, self.over = measure, set(), False
        self.used, self.stood, self.charged = 0, 0, {}
        self.met, self.since, self.moves = False, START, True

    def go(self, start: datetime, end: datetime, holder: int, due: datetime) -> datetime:
        calendar, working = self.measure.calendar, self.measure.working
        seconds = (
            open_seconds(start, end, calendar) if working else int((end - start).total_seconds())
        )
        if self.waits or self.over:
            if self.moves:  # it was not too late when the clock began to stand
                due = (
                    instant_after(due, seconds, calendar) if working
                    else due + timedelta(seconds=seconds)
                )  # fmt: skip
            self.stood += seconds
        else:
            self.used += seconds
            self.charged[holder] = self.charged.get(holder, 0) + seconds
        return due

    def happen(self, event: str, at: datetime, due: datetime) -> None:
        pairs = {"wait": "back", "third": "third_back"}
        stood = bool(self.waits or self.over)
        if event == "over" and not self.over:
            self.met = (self.since if self.waits else at) <= due
        if not self.waits:
            self.since = at
        if event == "over":
            self.over, self.waits = True, set()
        elif event == "again":
            self.over = False
        elif not self.over and event in pairs:
            self.waits.add(event)
        elif not self.over:
            self.waits -= {one for one, end in pairs.items() if end == event}
        if (self.waits or self.over) and not stood:
            self.moves = at <= due


def clock_of(measure: Measure, start: datetime, rule: Rule, work: Work) -> Clock:
    subject = MeasuredSubject(organisation_id=1, user_id=1, label="1")
    work._measures[rule.id, ""] = measure
    work._calendars[1] = ""
    clock = running.begin(
        work, rule, subject=subject, facts=Facts(kind="K", organisation_id=1), at=start
    )
    clock.pk = 7
    return clock


@settings(max_examples=80, deadline=None)
@given(calendar=calendars(), target=targets, offset=st.integers(0, 200_000), steps=steps)
def test_to_the_second(calendar, target, offset, steps):
    rule = rule_of(*target)
    measure = Measure(rule.unit, rule.target, calendar)
    start = START + timedelta(seconds=offset)
    work = Work(at=start, event="go", rules={1: rule})
    clock = clock_of(measure, start, rule, work)
    second, due, holder, at = Second(measure), clock.limit_at, 1, start

    for wait, event in steps:
        due = second.go(at, at + timedelta(seconds=wait), holder, due)
        at += timedelta(seconds=wait)
        work.at, work.event = at, event
        if event == "hand":
            holder += 1
            if not second.over:
                running.hold(work, clock, SimpleNamespace(
                    organisation_id=1, user_id=holder, party="COMPANY"))  # fmt: skip
            else:
                holder -= 1
        elif event == "again":
            running.reopen(work, clock)
        else:
            running.react(work, clock, event)
        second.happen(event, at, due)
    if clock.status == ClockStatus.STOPPED:
        assert clock.met == second.met
        assert second.used <= clock.target_seconds or not clock.met
    if clock.status == ClockStatus.RUNNING:
        assert clock.due_at == due
        end = at + timedelta(seconds=4000)
        second.go(at, end, holder, due)
        assert clock.used_seconds + counted(clock.since, end, measure) == second.used
    else:
        assert clock.used_seconds == second.used
    charged: dict[int, int] = {}
    for span in work.spans:
        if span.kind == "COUNTED":
            charged[span.user_id] = charged.get(span.user_id, 0) + span.seconds
    assert sum(charged.values()) == clock.used_seconds
    again = Clock(**{
        field.attname: getattr(clock, field.attname) for field in Clock._meta.concrete_fields
    })  # fmt: skip
    running.recount(work, again, work.spans)
    if clock.status in (ClockStatus.RUNNING, ClockStatus.PAUSED):
        assert (again.used_seconds, again.due_at) == (clock.used_seconds, clock.due_at)


@settings(max_examples=40, deadline=None)
@given(calendar=calendars(), start=st.integers(0, 400_000), seconds=st.integers(1, 90_000))
def test_later_and_counted_are_inverse(calendar, start, seconds):
    measure = Measure("WORKING_HOURS", Decimal(1), calendar)
    begin = START + timedelta(seconds=start)

    end = later(begin, seconds, measure)

    assert end == instant_after(begin, seconds, calendar)
    assert counted(begin, end, measure) == seconds


def test_days_end_when_the_convention_says_and_pauses_come_on_top():
    for end, wall in ((DayEnd.CLOSE, "17:30"), (DayEnd.MIDNIGHT, "00:00")):
        calendar = Calendar(zone=SHANGHAI, hours=HOURS[:2], conventions=Conventions(day_end=end))
        measure = Measure("WORKING_DAYS", Decimal(1), calendar)
        start = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
        rule = rule_of("WORKING_DAYS", 1)
        work = Work(at=start, event="go", rules={1: rule})
        clock = clock_of(measure, start, rule, work)

        assert clock.due_at == add_working_days(start, 1, calendar=calendar)
        assert f"{clock.due_at.astimezone(SHANGHAI):%H:%M}" == wall
        assert step_at(
            100, since=start, used=0, target=clock.target_seconds, due=clock.due_at,
            measure=measure,
        ) == clock.due_at  # fmt: skip
