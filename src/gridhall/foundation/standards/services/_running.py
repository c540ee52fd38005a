"""What an event does to one clock: in memory, kept together until it is written.

Every function takes the ``Work`` of the transaction and a clock, ends the present stretch at the
moment of the event, and leaves the clock ready for the next sweep.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gridhall.foundation.workcalendar.selectors import calendar_code_for

from ..models import OPEN, Clock, ClockSpan, ClockStatus, MeasuredSubject, OnReopen, SpanKind
from ..reckoning import Measure, counted, limit, moved, step_at, told_from
from ..rules import PROPERTIES, Facts, Rule
from ..selectors._book import measure_of, needs_calendar

CHANGING = [
    "standard", "label", "organisation", "user", "party", *PROPERTIES, "calendar", "status",
    "waits", "since", "limit_at", "due_at", "warn_at", "next_check_at", "told_percent",
    "target_seconds", "used_seconds", "paused_seconds", "stopped_at", "met", "judged_at",
]  # fmt: skip


@dataclass(kw_only=True)
class Work:
    """One moment's changes to clocks, written together at the end; when they were told of."""

    at: datetime
    event: str
    rules: Mapping[int, Rule]
    told_at: datetime | None = None
    touched: list[Clock] = field(default_factory=list)
    spans: list[ClockSpan] = field(default_factory=list)
    effects: list[tuple[Clock, str]] = field(default_factory=list)
    _measures: dict[tuple[int, str], Measure] = field(default_factory=dict)
    _calendars: dict[int, str] = field(default_factory=dict)

    def rule(self, clock: Clock) -> Rule:
        """Return the version the clock is judged by."""
        return self.rules[clock.standard_id]

    def measure(self, clock: Clock) -> Measure:
        """Return how the clock counts."""
        key = (clock.standard_id, clock.calendar)
        if key not in self._measures:
            self._measures[key] = measure_of(self.rule(clock), clock.calendar)
        return self._measures[key]

    def calendar(self, rule: Rule, organisation_id: int) -> str:
        """Return the code of the calendar to reckon with, empty when none is needed."""
        if not needs_calendar(rule) or rule.calendar:
            return rule.calendar if needs_calendar(rule) else ""
        if organisation_id not in self._calendars:
            self._calendars[organisation_id] = calendar_code_for(organisation_id=organisation_id)
        return self._calendars[organisation_id]

    def did(self, clock: Clock, effect: str) -> None:
        """Note what happened to a clock."""
        if clock not in self.touched:
            self.touched.append(clock)
        self.effects.append((clock, effect))

    def told(self) -> list[list[object]]:
        """Return what happened, as it is kept; every clock has its id by now."""
        return [[clock.pk, effect] for clock, effect in self.effects]


def begin(
    work: Work,
    rule: Rule,
    *,
    subject: MeasuredSubject,
    facts: Facts,
    at: datetime,
    number: int = 1,
) -> Clock:
    """Return a new clock that runs from ``at``; the caller saves it."""
    clock = Clock(
        subject=subject, standard_id=rule.id, code=rule.clock, round=number, label=subject.label,
        organisation_id=subject.organisation_id, user_id=subject.user_id, party=subject.party,
        calendar=work.calendar(rule, subject.organisation_id), status=ClockStatus.RUNNING,
        started_at=at, since=at, **{name: getattr(facts, name) for name in PROPERTIES},
    )  # fmt: skip
    measure = work.measure(clock)
    clock.limit_at = clock.due_at = limit(at, measure)
    clock.target_seconds = counted(at, clock.limit_at, measure)
    arm(work, clock)
    return clock


def react(work: Work, clock: Clock, event: str) -> None:
    """Let an event do to the clock what its standard says: drop, stop, pause or resume it."""
    rule = work.rule(clock)
    if clock.status not in OPEN:
        return
    if event in rule.cancel:
        _end(work, clock, ClockStatus.CANCELLED)
    elif event in rule.stop:
        _end(work, clock, ClockStatus.STOPPED)
    elif event in rule.pause:
        _pause(work, clock, event)
    elif event in rule.resume and clock.status == ClockStatus.PAUSED:
        _resume(work, clock, rule, event)


def reopen(work: Work, clock: Clock) -> bool:
    """Let an ended clock run on if its standard says so; tell whether a new one must begin."""
    rule = work.rule(clock)
    if clock.status in OPEN or rule.on_reopen == OnReopen.KEEP:
        return False
    if rule.on_reopen == OnReopen.RESTART:
        return True
    end_stretch(work, clock, kind=SpanKind.PAUSED)
    clock.status, clock.stopped_at, clock.waits = ClockStatus.RUNNING, None, []
    if clock.met or clock.due_at > work.at:
        clock.met = clock.judged_at = None
    arm(work, clock)
    work.did(clock, "resumed")
    return False


def hold(work: Work, clock: Clock, subject: MeasuredSubject) -> None:
    """Charge the time from now on to whom the subject says holds it."""
    if clock.status not in OPEN:
        return
    end_stretch(work, clock)
    clock.organisation_id, clock.user_id = subject.organisation_id, subject.user_id
    clock.party = subject.party
    arm(work, clock)
    work.did(clock, "handed_over")


def judge_by(work: Work, clock: Clock, rule: Rule, spans: Iterable[ClockSpan], told: int) -> None:
    """Put another standard on a clock that runs, keeping what was used; ``told`` of its ladder."""
    end_stretch(work, clock)
    clock.standard_id = rule.id
    clock.calendar = work.calendar(rule, clock.organisation_id)
    clock.told_percent = told
    mine = [one for one in work.spans if one.clock_id == clock.pk]
    recount(work, clock, [*spans, *mine])
    work.did(clock, "judged_anew")


def recount(work: Work, clock: Clock, spans: Iterable[ClockSpan]) -> None:
    """Reckon a clock anew from its stretches: after another standard, or a changed calendar."""
    measure = work.measure(clock)
    ordered = sorted(spans, key=lambda one: one.start)
    pauses = [(one.start, one.end) for one in ordered if one.kind == SpanKind.PAUSED]
    clock.used_seconds = sum(
        counted(one.start, one.end, measure) for one in ordered if one.kind == SpanKind.COUNTED
    )
    clock.paused_seconds = sum(counted(start, end, measure) for start, end in pauses)
    clock.limit_at = limit(clock.started_at, measure)
    clock.target_seconds = counted(clock.started_at, clock.limit_at, measure)
    clock.due_at = moved(clock.limit_at, pauses, measure)
    if clock.met is False and clock.due_at > work.at:
        clock.met = clock.judged_at = None
    arm(work, clock)


def end_stretch(work: Work, clock: Clock, *, kind: str = "") -> None:
    """Write down the stretch until now with whom it is charged to, and begin the next one."""
    if work.at <= clock.since:
        return
    paused = clock.status != ClockStatus.RUNNING
    measure = work.measure(clock)
    seconds = counted(clock.since, work.at, measure)
    work.spans.append(
        ClockSpan(
            clock=clock, kind=kind or (SpanKind.PAUSED if paused else SpanKind.COUNTED),
            start=clock.since, end=work.at, seconds=seconds, standard_id=clock.standard_id,
            party=clock.party, organisation_id=clock.organisation_id, user_id=clock.user_id,
            ended_by=work.event,
        )
    )  # fmt: skip
    if paused:
        clock.due_at = moved(clock.due_at, [(clock.since, work.at)], measure)
        clock.paused_seconds += seconds
    else:
        clock.used_seconds += seconds
    clock.since = work.at


def arm(work: Work, clock: Clock) -> None:
    """Work out when somebody must be told next; nobody while the clock stands."""
    rule, measure = work.rule(clock), work.measure(clock)

    def at(percent: int) -> datetime:
        return step_at(
            percent, since=clock.since, used=clock.used_seconds, target=clock.target_seconds,
            due=clock.due_at, measure=measure,
        )  # fmt: skip

    clock.next_check_at = None
    if clock.status != ClockStatus.RUNNING:
        return
    clock.warn_at = at(rule.warn_percent)
    ahead = [percent for percent, _roles in rule.alarms() if percent > clock.told_percent]
    if ahead:
        clock.next_check_at = told_from(ahead[0], at(ahead[0]))


def _pause(work: Work, clock: Clock, event: str) -> None:
    clock.waits = [*(one for one in clock.waits if one != event), event]
    if clock.status == ClockStatus.RUNNING:
        end_stretch(work, clock)
        clock.status, clock.next_check_at = ClockStatus.PAUSED, None
        work.did(clock, "paused")
    else:
        work.did(clock, "waits_too")


def _resume(work: Work, clock: Clock, rule: Rule, event: str) -> None:
    """End one wait; the clock runs on when nothing else is waited for."""
    ended = set(rule.pause)
    if len(rule.resume) == len(rule.pause) > 1:
        ended = {rule.pause[rule.resume.index(event)]}
    clock.waits = [one for one in clock.waits if one not in ended]
    if clock.waits:
        work.did(clock, "waits_still")
        return
    end_stretch(work, clock)
    clock.status = ClockStatus.RUNNING
    arm(work, clock)
    work.did(clock, "resumed")


def _end(work: Work, clock: Clock, status: str) -> None:
    """Stop or drop a clock; a paused one is judged by when its time stood still."""
    stood = clock.since if clock.status == ClockStatus.PAUSED else work.at
    end_stretch(work, clock)
    clock.status, clock.stopped_at, clock.since = status, work.at, work.at
    clock.waits, clock.next_check_at = [], None
    if status == ClockStatus.STOPPED:
        was = clock.judged_at if clock.met is False else None
        clock.met = stood <= clock.due_at
        clock.judged_at = work.at if clock.met else (was or clock.due_at)
        work.did(clock, "stopped")
    else:
        clock.met = clock.judged_at = None
        work.did(clock, "cancelled")


def drop(work: Work, clock: Clock) -> None:
    """End a clock that no standard asks for any more, without a verdict."""
    _end(work, clock, ClockStatus.CANCELLED)
