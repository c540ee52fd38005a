"""The rows of a subject: locked, read and written in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from gridhall.foundation.rows import give_ids, write_together

from ..errors import SubjectNotMeasured
from ..models import Clock, ClockEvent, ClockSpan, Escalation, MeasuredSubject
from ..reckoning import whole_seconds
from ..rules import PROPERTIES, Facts
from ..selectors import book_of, profile_on
from ._running import CHANGING, Work

#: The note on an event that came with a moment before the last one.
WENT_BACK = "CLOCK_WENT_BACK"
#: So few rows are written faster one by one.
FEW = 3


def measured(subject_type: str, subject_id: object, facts: Facts, at: datetime) -> MeasuredSubject:
    """Return the subject's row, locked; a new one takes the profile of the day."""
    found = _lock(subject_type, subject_id)
    if found is None:
        row = begun(subject_type, subject_id, facts, at)
        MeasuredSubject.objects.bulk_create([row], ignore_conflicts=True)
        found = _lock(subject_type, subject_id)
    if found is None:  # pragma: no cover - rows are never deleted
        raise SubjectNotMeasured(subject=f"{subject_type} {subject_id}")
    return found


def begun(subject_type: str, subject_id: object, facts: Facts, at: datetime) -> MeasuredSubject:
    """Return the row of a subject that nothing was told about yet; it is not written."""
    moment = whole_seconds(at)
    return MeasuredSubject(
        subject_type=subject_type, subject_id=str(subject_id), label=facts.label,
        profile=profile_on(on=timezone.localdate(at)), user_id=facts.user_id,
        organisation_id=facts.organisation_id, first_at=moment, last_at=moment,
    )  # fmt: skip


def known(subject_type: str, subject_id: object) -> MeasuredSubject:
    found = _lock(subject_type, subject_id)
    if found is None:
        raise SubjectNotMeasured(subject=f"{subject_type} {subject_id}")
    return found


def _lock(subject_type: str, subject_id: object) -> MeasuredSubject | None:
    rows = MeasuredSubject.objects.select_related("profile").select_for_update(of=("self",))
    return rows.filter(subject_type=subject_type, subject_id=str(subject_id)).first()


def clocks_of(subject: MeasuredSubject) -> list[Clock]:
    return list(subject.clocks.select_for_update().order_by("id"))


def work_at(subject: MeasuredSubject, event: str, at: datetime) -> Work:
    """Return the work of a moment that is not before the subject's last one."""
    subject.last_at = max(subject.last_at, whole_seconds(at))
    rules = book_of(subject.profile).rules
    return Work(at=subject.last_at, event=event, rules=rules, told_at=at)


def take_over(subject: MeasuredSubject, facts: Facts) -> bool:
    """Note who holds the subject now; tell whether that is somebody else."""
    subject.label = facts.label or subject.label
    moved = facts.organisation_id != subject.organisation_id
    if not moved and facts.user_id in (None, subject.user_id):
        return False
    subject.organisation_id, subject.user_id = facts.organisation_id, facts.user_id
    return True


def facts_of(clock: Clock) -> Facts:
    return Facts(
        organisation_id=clock.organisation_id, user_id=clock.user_id, label=clock.label,
        **{name: getattr(clock, name) for name in PROPERTIES},
    )  # fmt: skip


def spans_of(clocks: Iterable[Clock]) -> dict[int, list[ClockSpan]]:
    """Return the finished stretches of clocks, by clock."""
    found: dict[int, list[ClockSpan]] = {}
    for span in ClockSpan.objects.filter(clock__in=[one.pk for one in clocks]).order_by("id"):
        found.setdefault(span.clock_id, []).append(span)
    return found


def told_of(clocks: Iterable[Clock]) -> dict[tuple[int, int], int]:
    """Return the highest step told so far, by clock and standard."""
    rows = Escalation.objects.filter(clock__in=[one.pk for one in clocks]).order_by("percent")
    return {(row.clock_id, row.standard_id): row.percent for row in rows}


def write(
    works: Sequence[Work], subject: MeasuredSubject, new: list[Clock], *, dedup_key: str = ""
) -> None:
    """Write moments down: the subject, its clocks, their finished stretches, the events."""
    fresh = [one for one in [subject, *new] if one.pk is None]
    touched = {id(clock): clock for work in works for clock in work.touched if clock.pk is not None}
    if subject.pk is not None:
        subject.save(update_fields=["label", "organisation", "user", "party", "last_at"])
    if fresh:
        give_ids(*fresh)
    save_clocks(list(touched.values()))
    spans = [span for work in works for span in work.spans]
    write_together([*fresh, *spans, *(_event(work, subject, dedup_key) for work in works)])


def _event(work: Work, subject: MeasuredSubject, dedup_key: str) -> ClockEvent:
    told_at = work.told_at or work.at
    late = whole_seconds(told_at) < work.at
    return ClockEvent(
        subject=subject, event=work.event, at=work.at, told_at=told_at, effects=work.told(),
        note=WENT_BACK if late else "", dedup_key=dedup_key,
    )  # fmt: skip


def save_clocks(clocks: list[Clock]) -> None:
    """Write changed clocks back."""
    if len(clocks) > FEW:
        Clock.objects.bulk_update(clocks, CHANGING, batch_size=500)
        return
    for clock in clocks:
        clock.save(update_fields=CHANGING)
