"""Changing many open clocks: in batches, each a transaction, in the order of their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from ..models import Clock, ClockEvent, ClockSpan, MeasuredSubject
from ..reckoning import whole_seconds
from ..rules import Rule
from ._rows import save_clocks, spans_of
from ._running import Work

BATCH = 500
Change = Callable[[Work, Clock, list[ClockSpan]], None]


def change_batch(
    rows: QuerySet[Clock], *, event: str, note: str, at: datetime, rules: dict[int, Rule],
    change: Change, after: int = 0,
) -> list[Clock]:  # fmt: skip
    """Change the next clocks behind the id ``after``, in the caller's transaction; return them.

    The change of each clock is written down as an event of its subject.
    """
    moment = whole_seconds(at)
    ids = list(rows.filter(pk__gt=after).order_by("id").values_list("id", flat=True)[:BATCH])
    subject_ids = Clock.objects.filter(pk__in=ids).values("subject_id")
    subjects = MeasuredSubject.objects.filter(pk__in=subject_ids).order_by("id")
    list(subjects.select_for_update().values_list("id", flat=True))
    clocks = list(rows.filter(pk__in=ids).order_by("id").select_for_update(of=("self",)))
    work, spans = Work(at=moment, event=event, rules=rules), spans_of(clocks)
    for clock in clocks:
        change(work, clock, spans.get(clock.pk, []))
    save_clocks(work.touched)
    ClockSpan.objects.bulk_create(work.spans)
    _note(work, note, subjects)
    return clocks if clocks else _gone(ids)


def _gone(ids: Iterable[int]) -> list[Clock]:
    """Return placeholders for clocks that ended meanwhile, so that the caller moves on."""
    return [Clock(pk=one) for one in ids]


def _note(work: Work, note: str, subjects: QuerySet[MeasuredSubject]) -> None:
    by_subject: dict[int, list[list[object]]] = {}
    told = work.told()
    for clock in work.touched:
        mine = [effect for effect in told if effect[0] == clock.pk]
        by_subject.setdefault(clock.subject_id, []).extend(mine)
    ClockEvent.objects.bulk_create(
        ClockEvent(
            subject_id=subject_id, event=work.event, at=work.at, told_at=work.at,
            effects=effects, note=note,
        )
        for subject_id, effects in by_subject.items()
    )  # fmt: skip
    MeasuredSubject.objects.filter(pk__in=by_subject).update(
        last_at=Greatest("last_at", work.at)
    )  # fmt: skip
