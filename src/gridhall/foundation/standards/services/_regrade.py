"""Changed facts: clocks follow the standard that now fits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..errors import calendars_open
from ..models import OPEN, Clock, ClockEvent, MeasuredSubject
from ..rules import PROPERTIES, Facts, Rule
from ..selectors import Book, book_of
from . import _running as running
from ._rows import clocks_of, known, spans_of, take_over, told_of, work_at, write
from ._running import Work

REGRADED, REOPENED = "regraded", "reopened"


@calendars_open()
@transaction.atomic
def regrade(*, subject_type: str, subject_id: object, facts: Facts, at: datetime) -> None:
    """Let the clocks follow changed facts: each is judged by the standard that now fits.

    What was used and paused stays; a clock for which no standard is left is dropped, one that now
    has a standard begins at its start event. Versions stay those of the clock's day. Raises
    SubjectNotMeasured, CalendarNeverOpens.
    """
    subject = known(subject_type, subject_id)
    work = work_at(subject, REGRADED, at)
    clocks = clocks_of(subject)
    if take_over(subject, facts):
        for clock in clocks:
            running.hold(work, clock, subject)
    _refit(work, [one for one in clocks if one.status in OPEN], facts, book_of(subject.profile))
    new = _late_rounds(work, subject, facts, {clock.code for clock in clocks})
    write([work], subject, new)


def _refit(work: Work, clocks: list[Clock], facts: Facts, book: Book) -> None:
    """Judge open clocks by what fits the new facts."""
    rules = {one.pk: _fitting(book, work.rule(one), facts, one) for one in clocks}
    spans = spans_of(clocks)
    told = told_of(clocks)
    for clock in clocks:
        for name in PROPERTIES:
            setattr(clock, name, getattr(facts, name))
        rule = rules[clock.pk]
        if rule is None:
            running.drop(work, clock)
        elif rule.id != clock.standard_id:
            running.judge_by(
                work, clock, rule, spans.get(clock.pk, ()), told.get((clock.pk, rule.id), 0)
            )
        else:
            work.did(clock, "noted")


def _fitting(book: Book, now: Rule, facts: Facts, clock: Clock) -> Rule | None:
    day = max(timezone.localdate(clock.started_at), now.valid_from)
    found = book.winner(clock=clock.code, facts=facts, on=day)
    return now if found is not None and found.code == now.code else found


def _late_rounds(
    work: Work, subject: MeasuredSubject, facts: Facts, known: set[str]
) -> list[Clock]:
    """Begin the clocks that a change of facts adds, at the event that starts them."""
    events = list(subject.events.order_by("id"))
    book, new = book_of(subject.profile), []
    for code in sorted(set(book.clocks()) - known):
        for place, past in enumerate(events):
            on = timezone.localdate(past.at)
            rule = book.winner(clock=code, facts=facts, on=on)
            if rule is not None and past.event in rule.start:
                new.append(_replay(work, rule, subject, facts, events[place:]))
                break
    return new


def _replay(
    work: Work, rule: Rule, subject: MeasuredSubject, facts: Facts, events: list[ClockEvent]
) -> Clock:
    """Begin a clock in the past and let everything that happened since do its work on it."""
    then = Work(at=events[0].at, event=events[0].event, rules=work.rules)
    clock = running.begin(then, rule, subject=subject, facts=facts, at=then.at)
    clock.save()
    for past in events[1:]:
        then.at, then.event = past.at, past.event
        running.react(then, clock, past.event)
        if past.event == REOPENED and clock.status not in OPEN:
            running.reopen(then, clock)
    work.spans += then.spans
    work.did(clock, "started")
    return clock
