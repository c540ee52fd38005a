"""The clocks of one subject, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Min, Prefetch, QuerySet

from ..models import OPEN, Clock, ClockEvent, ClockSpan, ClockStatus, SpanKind
from ..reckoning import counted, whole_seconds
from ..rules import Rule
from ._book import measure_of, rules_of

ORDER = {ClockStatus.RUNNING: 0, ClockStatus.PAUSED: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanView:
    """A stretch of a clock; ``end`` None: it goes on. ``time`` is what it counted."""

    kind: str
    start: datetime
    end: datetime | None
    time: timedelta
    party: str
    organisation_id: int
    user_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A clock at a moment.

    ``used`` and ``left`` count by the standard (working time or all time); ``left`` is negative
    when it is too late. ``overdue``: running or judged too late.
    """

    id: int
    code: str
    title: str
    round: int
    status: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    stopped_at: datetime | None
    used: timedelta
    left: timedelta
    target: Decimal
    unit: str
    met: bool | None
    overdue: bool
    paused_since: datetime | None
    standard: str
    version: int
    source: str
    clause: str
    certainty: str
    calendar: str
    party: str
    organisation_id: int
    user_id: int | None
    spans: tuple[SpanView, ...]


def clocks_of(*, subject_type: str, subject_id: object, at: datetime) -> list[ClockView]:
    """Return a subject's clocks with their stretches: open ones by due moment, then the others.

    Empty for a subject nothing was signalled about.
    """
    rows = _of(subject_type, subject_id).select_related("standard").prefetch_related(
        Prefetch("spans", ClockSpan.objects.order_by("id"))
    )  # fmt: skip
    clocks = list(rows)
    rules = rules_of(clock.standard_id for clock in clocks)
    moment = whole_seconds(at)
    clocks.sort(key=lambda one: (ORDER.get(ClockStatus(one.status), 2), one.due_at, one.pk))
    return [_view(one, counted_now(one, rules, moment), moment) for one in clocks]


def due_of(*, subject_type: str, subject_id: object) -> datetime | None:
    """Return when the next running clock of a subject is due; None when none runs."""
    rows = _of(subject_type, subject_id).filter(status=ClockStatus.RUNNING)
    due: datetime | None = rows.aggregate(due=Min("due_at"))["due"]
    return due


def dues_of(*, subject_type: str, subject_ids: Iterable[object]) -> dict[str, datetime]:
    """Return the next due moment of each subject that has a running clock, by subject id."""
    rows = Clock.objects.filter(
        subject__subject_type=subject_type, status=ClockStatus.RUNNING,
        subject__subject_id__in=[str(one) for one in subject_ids],
    )  # fmt: skip
    return dict(rows.values_list("subject__subject_id").annotate(due=Min("due_at")))


def events_of(*, subject_type: str, subject_id: object) -> list[ClockEvent]:
    """Return what was signalled about a subject and what it did, in order."""
    rows = ClockEvent.objects.filter(
        subject__subject_type=subject_type, subject__subject_id=str(subject_id)
    )
    return list(rows.order_by("id"))


def _of(subject_type: str, subject_id: object) -> QuerySet[Clock]:
    return Clock.objects.filter(
        subject__subject_type=subject_type, subject__subject_id=str(subject_id)
    )


def counted_now(clock: Clock, rules: dict[int, Rule], at: datetime) -> int:
    """Return the seconds of the present stretch until now; 0 for a clock that has ended."""
    if clock.status not in OPEN:
        return 0
    measure = measure_of(rules[clock.standard_id], clock.calendar)
    return counted(clock.since, at, measure)


def _view(clock: Clock, now: int, at: datetime) -> ClockView:
    running, standard = clock.status == ClockStatus.RUNNING, clock.standard
    used = clock.used_seconds + (now if running else 0)
    return ClockView(
        id=clock.pk, code=clock.code, title=standard.title, round=clock.round,
        status=clock.status, started_at=clock.started_at, due_at=clock.due_at,
        warn_at=clock.warn_at, stopped_at=clock.stopped_at, used=timedelta(seconds=used),
        left=timedelta(seconds=clock.target_seconds - used), target=standard.target,
        unit=standard.unit, met=clock.met,
        overdue=clock.met is False or (running and clock.due_at < at),
        paused_since=clock.since if clock.status == ClockStatus.PAUSED else None,
        standard=standard.code, version=standard.version, source=standard.source,
        clause=standard.clause, certainty=standard.certainty, calendar=clock.calendar,
        party=clock.party, organisation_id=clock.organisation_id, user_id=clock.user_id,
        spans=tuple(_spans(clock, now)),
    )  # fmt: skip


def _spans(clock: Clock, now: int) -> Iterable[SpanView]:
    for one in clock.spans.all():
        yield SpanView(
            kind=one.kind, start=one.start, end=one.end, time=timedelta(seconds=one.seconds),
            party=one.party, organisation_id=one.organisation_id, user_id=one.user_id,
        )  # fmt: skip
    if clock.status in OPEN:
        kind = SpanKind.PAUSED if clock.status == ClockStatus.PAUSED else SpanKind.COUNTED
        yield SpanView(
            kind=kind, start=clock.since, end=None, time=timedelta(seconds=now),
            party=clock.party, organisation_id=clock.organisation_id, user_id=clock.user_id,
        )  # fmt: skip
