"""Measures against weak points: planned, carried out under supervision, judged by another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.audit import services as audit
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage
from gridhall.foundation.numbering import formats
from gridhall.foundation.numbering import services as numbering
from gridhall.servicedesk.desk_rules import effect_rule
from gridhall.servicedesk.errors import ReasonMissing
from gridhall.servicedesk.models import Measure, MeasureNote, MeasureStep
from gridhall.servicedesk.refusals import (
    DayNotAhead,
    EffectNotDue,
    MeasureInOtherState,
    MeasureNotFound,
    StepsOpen,
    SupervisorIsOwner,
    UnableToCloseOwnMeasure,
)

NUMBER = "measure"
Status = Measure.Status
OPEN = (Status.PLANNED, Status.RUNNING, Status.DONE)
formats.register(
    formats.NumberFormat(
        code=NUMBER, label=_("Measure"), prefix="M", period="year", width=4,
        source="company rule: a missing measure would have to be explained",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeasure:
    """What is to be done about a weak point; ``steps`` are texts with their days."""

    kind: str
    title: str
    dimension: str
    value: str
    organisation_id: int
    owner_id: int
    supervisor_id: int
    due_on: date
    case_kind: str = ""
    text: str = ""
    found: dict[str, Any] = field(default_factory=dict)
    steps: tuple[tuple[str, date], ...] = ()


@transaction.atomic
def create_measure(*, new: NewMeasure, by_id: int, at: datetime) -> Measure:
    """Plan a measure and tell its owner and supervisor; return it.

    Raises SupervisorIsOwner, DayNotAhead.
    """
    today = timezone.localdate(at)
    if new.owner_id == new.supervisor_id:
        raise SupervisorIsOwner
    for day in (new.due_on, *(day for _text, day in new.steps)):
        _demand_ahead(day, today)
    row = Measure.objects.create(
        number=numbering.issue_number(code=NUMBER, on=today), kind=Measure.Kind(new.kind),
        title=new.title.strip(), text=new.text.strip(), case_kind=new.case_kind,
        dimension=new.dimension, value=new.value, found=new.found,
        organisation_id=new.organisation_id, owner_id=new.owner_id,
        supervisor_id=new.supervisor_id, due_on=new.due_on,
        effect_days=effect_rule(on=today).days, created_at=at, created_by_id=by_id,
    )  # fmt: skip
    for position, (text, day) in enumerate(new.steps, start=1):
        MeasureStep.objects.create(measure=row, position=position, text=text.strip(), due_on=day)
    note(row, "planned", by_id, at, {"due_on": new.due_on.isoformat()})
    tell(row, "servicedesk.measure_planned", at, occasion="planned", to=_people(row))
    return row


@transaction.atomic
def start_measure(*, number: str, by_id: int, at: datetime) -> Measure:
    """Begin to carry a measure out; the period its effect is compared with ends the day before.

    Raises MeasureNotFound, MeasureInOtherState.
    """
    row = locked(number, Status.PLANNED)
    row.status, row.started_on = Status.RUNNING, timezone.localdate(at)
    row.save(update_fields=["status", "started_on"])
    note(row, "started", by_id, at)
    return row


@transaction.atomic
def add_step(*, number: str, text: str, due_on: date, by_id: int, at: datetime) -> MeasureStep:
    """Add a step to a measure that is not yet carried out; return it.

    Raises MeasureNotFound, MeasureInOtherState, DayNotAhead.
    """
    row = locked(number, Status.PLANNED, Status.RUNNING)
    _demand_ahead(due_on, timezone.localdate(at))
    step = MeasureStep.objects.create(
        measure=row, position=row.steps.count() + 1, text=text.strip(), due_on=due_on
    )
    note(row, "step_added", by_id, at, {"step": step.position})
    return step


@transaction.atomic
def finish_step(*, number: str, position: int, by_id: int, at: datetime) -> None:
    """Note that a step is done; doing it twice changes nothing.

    Raises MeasureNotFound, MeasureInOtherState.
    """
    row = locked(number, Status.RUNNING)
    changed = row.steps.filter(position=position, done_at__isnull=True).update(
        done_at=at, done_by_id=by_id
    )
    if changed:
        note(row, "step_done", by_id, at, {"step": position})


@transaction.atomic
def add_note(*, number: str, kind: str, text: str, by_id: int, at: datetime) -> MeasureNote:
    """Add evidence, or what the supervision found; only the supervisor writes the latter.

    Raises MeasureNotFound, MeasureInOtherState, ReasonMissing (an empty note).
    """
    row = locked(number, *OPEN)
    if not text.strip():
        raise ReasonMissing
    wanted = MeasureNote.Kind(kind)
    if wanted is MeasureNote.Kind.SUPERVISION and by_id != row.supervisor_id:
        raise MeasureNotFound
    found = MeasureNote.objects.create(measure=row, kind=wanted, text=text.strip(), at=at,
                                       by_id=by_id)  # fmt: skip
    _record("servicedesk.measure_noted", row, by_id, at, {"kind": kind})
    return found


@transaction.atomic
def report_done(*, number: str, by_id: int, at: datetime) -> Measure:
    """Report a measure as carried out: from tomorrow on its effect counts.

    Raises MeasureNotFound, MeasureInOtherState, StepsOpen.
    """
    row = locked(number, Status.RUNNING)
    steps = row.steps.filter(done_at__isnull=True).count()
    if steps:
        raise StepsOpen(count=steps, measure=number)
    row.status, row.done_on = Status.DONE, timezone.localdate(at)
    row.save(update_fields=["status", "done_on"])
    note(row, "done", by_id, at)
    tell(row, "servicedesk.measure_done", at, occasion="done", to=[row.supervisor_id])
    return row


@transaction.atomic
def move_deadline(*, number: str, due_on: date, reason: str, by_id: int, at: datetime) -> Measure:
    """Give a measure another deadline, with a reason; the old one stays in its history.

    Raises MeasureNotFound, MeasureInOtherState, DayNotAhead, ReasonMissing.
    """
    row = locked(number, Status.PLANNED, Status.RUNNING)
    _demand_ahead(due_on, timezone.localdate(at))
    before, row.due_on = row.due_on, due_on
    row.save(update_fields=["due_on"])
    _demand(reason)
    note(row, "deadline_moved", by_id, at,
         {"due_on": [before.isoformat(), due_on.isoformat()]}, reason)  # fmt: skip
    return row


@transaction.atomic
def close_measure(
    *, number: str, effective: bool, reason: str, by_id: int, at: datetime
) -> Measure:
    """Close a measure whose effect was measured, by another person than its owner.

    Raises MeasureNotFound, MeasureInOtherState, UnableToCloseOwnMeasure, EffectNotDue,
    ReasonMissing.
    """
    row = locked(number, Status.DONE)
    if by_id == row.owner_id:
        raise UnableToCloseOwnMeasure
    if not row.effects.exists():
        raise EffectNotDue(measure=number, day=due_from(row).isoformat())
    _demand(reason)
    row.status, row.closed_at, row.closed_by_id = Status.CLOSED, at, by_id
    row.effective = effective
    row.save(update_fields=["status", "closed_at", "closed_by", "effective"])
    note(row, "closed", by_id, at, {"effective": effective}, reason)
    tell(row, "servicedesk.measure_closed", at, occasion="closed", to=[row.owner_id])
    return row


@transaction.atomic
def drop_measure(*, number: str, reason: str, by_id: int, at: datetime) -> Measure:
    """Give a measure up, with a reason, by another person than its owner.

    Raises MeasureNotFound, MeasureInOtherState, UnableToCloseOwnMeasure, ReasonMissing.
    """
    row = locked(number, *OPEN)
    if by_id == row.owner_id:
        raise UnableToCloseOwnMeasure
    _demand(reason)
    row.status = Status.DROPPED
    row.save(update_fields=["status"])
    note(row, "dropped", by_id, at, None, reason)
    tell(row, "servicedesk.measure_dropped", at, occasion="dropped", to=[row.owner_id])
    return row


def due_from(row: Measure) -> date:
    """Return the first day on which the effect of a measure can be measured."""
    done = row.done_on or row.due_on
    return done + timedelta(days=row.effect_days + 1)


def locked(number: str, *states: str) -> Measure:
    """Return the measure, locked, in one of these states. Raises as the acts above."""
    row = Measure.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise MeasureNotFound
    if row.status not in states:
        raise MeasureInOtherState(measure=number, status=row.get_status_display())
    return row


def note(
    row: Measure, code: str, by_id: int | None, at: datetime,
    params: dict[str, Any] | None = None, reason: str = "",
) -> None:  # fmt: skip
    """Write what happened into the measure's history and into the audit trail."""
    MeasureNote.objects.create(
        measure=row, kind=MeasureNote.Kind.EVENT, code=code, params=params or {},
        text=reason.strip(), at=at, by_id=by_id,
    )  # fmt: skip
    _record(f"servicedesk.measure_{code}", row, by_id, at, params or {}, reason)


def tell(row: Measure, template: str, at: datetime, *, occasion: str, to: Iterable[int]) -> None:
    """Tell people of the house about a measure, each once for the occasion."""
    messages.send(
        [
            NewMessage(
                template=template, dedup_key=f"measure:{row.pk}:{occasion}:{user_id}",
                employee_id=user_id,
                params={"number": row.number, "title": row.title, "due_on": str(row.due_on)},
            )
            for user_id in to
        ],
        at=at,
    )  # fmt: skip


def _people(row: Measure) -> list[int]:
    return [row.owner_id, row.supervisor_id]


def _demand(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def _demand_ahead(day: date, today: date) -> None:
    if day < today:
        raise DayNotAhead(day=day.isoformat(), first=today.isoformat())


def _record(
    action: str, row: Measure, by_id: int | None, at: datetime, changes: dict[str, Any],
    reason: str = "",
) -> None:  # fmt: skip
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="measure", object_id=row.pk,
        object_label=row.number, organisation_id=row.organisation_id, changes=changes,
        reason=reason.strip()[:300],
    )  # fmt: skip
