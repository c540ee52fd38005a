"""Events of a subject: clocks start, pause, resume, stop, and change hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..errors import calendars_open
from ..models import Clock, ClockStatus, MeasuredSubject
from ..rules import Facts
from ..selectors import book_of
from . import _running as running
from ._rows import begun, clocks_of, facts_of, known, measured, take_over, work_at, write
from ._running import Work

HANDED_OVER, REOPENED = "handed_over", "reopened"


@calendars_open()
@transaction.atomic
def signal(
    *, subject_type: str, subject_id: object, event: str, facts: Facts, at: datetime,
    dedup_key: str = "",
) -> datetime | None:  # fmt: skip
    """Tell that an event happened; return when the subject is due next (None: no clock runs).

    Starts the clocks whose standards name the event, in the profile the subject began under, and
    pauses, resumes, stops, drops or reopens those it has. Another organisation or person in the
    facts takes over first. The same ``dedup_key`` counts once. An event before the last one counts
    at the last one's moment and is noted so (the clock of a machine went back). Raises
    NoProfileInForce, CalendarNeverOpens.
    """
    return _told(subject_type, subject_id, [(event, at)], facts, dedup_key)


@calendars_open()
def signal_all(
    *, subject_type: str, subject_id: object, events: Sequence[tuple[str, datetime]], facts: Facts,
    first: bool = False,
) -> datetime | None:  # fmt: skip
    """Tell several events of one act, in their order, as ``signal`` does, with fewer questions.

    To be called in a transaction. Each event comes with its moment. ``first``: the subject was made
    in this transaction, so nothing can be known about it yet. Raises NoProfileInForce,
    CalendarNeverOpens.
    """
    if first:
        subject = begun(subject_type, subject_id, facts, events[0][1])
        return _all_happened(subject, [], events, facts, "")
    return _told(subject_type, subject_id, events, facts, "")


def _told(
    subject_type: str, subject_id: object, events: Sequence[tuple[str, datetime]], facts: Facts,
    dedup_key: str,
) -> datetime | None:  # fmt: skip
    subject = measured(subject_type, subject_id, facts, events[0][1])
    clocks = clocks_of(subject)
    if dedup_key and subject.events.filter(dedup_key=dedup_key).exists():
        return _next_due(clocks)
    return _all_happened(subject, clocks, events, facts, dedup_key)


def _all_happened(
    subject: MeasuredSubject, clocks: list[Clock], events: Sequence[tuple[str, datetime]],
    facts: Facts, dedup_key: str,
) -> datetime | None:  # fmt: skip
    """Let the events do their work one after the other, and write it down together."""
    works, new = [], list[Clock]()
    for event, at in events:
        work = work_at(subject, event, at)
        new += _happened(work, subject, [*clocks, *new], facts)
        works.append(work)
    write(works, subject, new, dedup_key=dedup_key)
    return _next_due([*clocks, *new])


def _happened(
    work: Work, subject: MeasuredSubject, clocks: list[Clock], facts: Facts
) -> list[Clock]:
    """Let one event do its work on the clocks; return those that begin with it."""
    if take_over(subject, facts):
        for clock in clocks:
            running.hold(work, clock, subject)
    again = []
    for clock in clocks:
        running.react(work, clock, work.event)
        if work.event == REOPENED and _is_last(clock, clocks) and running.reopen(work, clock):
            again.append(clock)
    new = [_next_round(work, clock, subject) for clock in again]
    new += _first_rounds(work, subject, facts, {clock.code for clock in clocks})
    work.effects += [(clock, "started") for clock in new]
    return new


@calendars_open()
@transaction.atomic
def hand_over(
    *, subject_type: str, subject_id: object, party: str, organisation_id: int,
    user_id: int | None, at: datetime, reason: str,
) -> None:  # fmt: skip
    """Charge the time from now on to another party, organisation or person.

    Whether the clocks run meanwhile is another matter: that is what the standard's pause events
    say. Raises SubjectNotMeasured.
    """
    subject = known(subject_type, subject_id)
    work = work_at(subject, HANDED_OVER, at)
    subject.party, subject.organisation_id, subject.user_id = party, organisation_id, user_id
    for clock in clocks_of(subject):
        running.hold(work, clock, subject)
    del reason  # free text may name somebody: the caller's own history keeps it
    write([work], subject, [])


def _is_last(clock: Clock, clocks: Iterable[Clock]) -> bool:
    return all(one.round <= clock.round for one in clocks if one.code == clock.code)


def _next_round(work: Work, clock: Clock, subject: MeasuredSubject) -> Clock:
    facts = facts_of(clock)
    book = book_of(subject.profile)
    rule = book.winner(clock=clock.code, facts=facts, on=timezone.localdate(work.at))
    return running.begin(
        work, rule or work.rule(clock), subject=subject, facts=facts, at=work.at,
        number=clock.round + 1,
    )  # fmt: skip


def _first_rounds(
    work: Work, subject: MeasuredSubject, facts: Facts, known: set[str]
) -> list[Clock]:
    rules = book_of(subject.profile).started_by(
        event=work.event, facts=facts, on=timezone.localdate(work.at)
    )
    return [
        running.begin(work, rule, subject=subject, facts=facts, at=work.at)
        for rule in rules
        if rule.clock not in known
    ]


def _next_due(clocks: Iterable[Clock]) -> datetime | None:
    return min((one.due_at for one in clocks if one.status == ClockStatus.RUNNING), default=None)
