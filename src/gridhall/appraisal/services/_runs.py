"""Runs: freeze what is known, work out each person's result, publish by a second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage

from .. import formula, selectors
from ..errors import (
    AppraisalNotFound,
    NoScheme,
    PeriodNotOver,
    PeriodTaken,
    ReasonNeeded,
    RunNotReady,
)
from ..models import AppraisalInput, AppraisalLine, AppraisalResult, AppraisalRun

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest

Status = AppraisalRun.Status
Progress = Callable[[int, int], None]
PUBLISH = "appraisal.publish"
WORK_TASK = "appraisal.work_run"


@transaction.atomic
def start_run(
    *, organisation_id: int, first: date, last: date, scope: Scope, by_id: int, at: datetime
) -> AppraisalRun:
    """Open a run and have the job work it out; the same unit and period returns the same run.

    Raises AppraisalNotFound, PeriodNotOver, NoScheme, PeriodTaken (somebody would be appraised
    twice for a day).
    """
    if not scope.holds(organisation_id):
        raise AppraisalNotFound
    if last >= timezone.localdate(at) or first > last:
        raise PeriodNotOver(last=last)
    scheme = selectors.scheme_on(on=last)
    if scheme is None:
        raise NoScheme(day=last)
    hold_lock("appraisal runs")
    for other in selectors.overlapping(organisation_id=organisation_id, first=first, last=last):
        if (other.organisation_id, other.first, other.last) == (organisation_id, first, last):
            return other
        raise PeriodTaken(run=other.pk)
    run = AppraisalRun.objects.create(
        organisation_id=organisation_id, first=first, last=last, scheme=scheme,
        created_by_id=by_id, created_at=at,
    )  # fmt: skip
    _record("appraisal.run_started", run, by_id, at)
    app.configure_task(WORK_TASK, queueing_lock=f"{WORK_TASK} {run.pk}").defer(run_id=run.pk)
    return run


def work_run(
    *, run_id: int, at: datetime, progress: Progress = lambda done, total: None
) -> AppraisalRun:
    """Freeze the inputs once, then work out whom the run still lacks; killed, it goes on.

    A run that is worked out, published or discarded is left alone.
    """
    run = AppraisalRun.objects.select_related("scheme").get(pk=run_id)
    if run.status != Status.RUNNING:
        return run
    _freeze(run, at)
    scheme = selectors.as_formula(run.scheme)
    rows = list(AppraisalInput.objects.filter(run=run).order_by("person_id"))
    known = set(AppraisalResult.objects.filter(run=run).values_list("person_id", flat=True))
    for place, row in enumerate(rows, start=1):
        if row.person_id not in known:
            _write(row, formula.worked_out(scheme=scheme, given=row.given), at)
        progress(place, len(rows))
    with transaction.atomic():
        ready = AppraisalRun.objects.filter(pk=run_id, status=Status.RUNNING)
        ready.update(status=Status.READY, people=len(rows))
    run.refresh_from_db()
    return run


@transaction.atomic
def _freeze(run: AppraisalRun, at: datetime) -> None:
    """Keep what is known about everybody at one moment; done once a run."""
    locked = AppraisalRun.objects.select_for_update().get(pk=run.pk)
    if locked.frozen_at is not None:
        return
    AppraisalInput.objects.bulk_create(
        AppraisalInput(
            run=run, person_id=one.person_id, organisation_id=one.organisation_id, given=one.given
        )
        for one in selectors.gathered(
            organisation_id=run.organisation_id, first=run.first, last=run.last, at=at
        )
    )
    locked.frozen_at = at
    locked.save(update_fields=["frozen_at"])


@transaction.atomic
def _write(row: AppraisalInput, outcome: formula.Outcome, at: datetime) -> None:
    result = AppraisalResult.objects.create(
        run_id=row.run_id, person_id=row.person_id, organisation_id=row.organisation_id,
        weight_used=outcome.weight_used, total=outcome.total, band=outcome.band, made_at=at,
    )  # fmt: skip
    write_lines(result, outcome)


def write_lines(result: AppraisalResult, outcome: formula.Outcome) -> None:
    """Write the parts of a result."""
    AppraisalLine.objects.bulk_create(
        AppraisalLine(
            result=result, part=line.part, given=line.given, enough=line.enough, used=line.used,
            score=line.score, weight=line.weight, points=line.points,
        )
        for line in outcome.lines
    )  # fmt: skip


@transaction.atomic
def cancel_run(*, pk: int, scope: Scope, reason: str, by_id: int, at: datetime) -> None:
    """Discard a run that is not published; it stays readable and the period is free again."""
    run = _locked(pk, scope)
    if run.status not in (Status.RUNNING, Status.READY):
        raise RunNotReady(run=pk)
    if not reason.strip():
        raise ReasonNeeded
    run.status = Status.CANCELLED
    run.save(update_fields=["status"])
    _record("appraisal.run_cancelled", run, by_id, at, reason=reason.strip())


@transaction.atomic
def ask_publication(
    *, pk: int, scope: Scope, reason: str, by_id: int, at: datetime
) -> ApprovalRequest:
    """Ask a second person to publish a run that is worked out; raises RunNotReady."""
    run = _locked(pk, scope)
    if run.status != Status.READY:
        raise RunNotReady(run=pk)
    return approvals.request_approval(
        kind=PUBLISH, subject_type="appraisal_run", subject_id=pk,
        subject_label=f"{run.first} – {run.last}", organisation_id=run.organisation_id,
        reason=reason, requested_by_id=by_id, at=at,
        dedup_key=f"appraisal-publish:{pk}:{at.isoformat()}",
    )  # fmt: skip


@transaction.atomic
def publish_run(*, pk: int, by_id: int, at: datetime) -> None:
    """Publish a run: everybody in it is told and may object for the scheme's days."""
    run = AppraisalRun.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=pk)
    if run.status != Status.READY or run.created_by_id == by_id:
        raise RunNotReady(run=pk)
    run.status, run.published_by_id, run.published_at = Status.PUBLISHED, by_id, at
    run.objections_until = timezone.localdate(at) + timedelta(days=run.scheme.objection_days)
    run.save(update_fields=["status", "published_by", "published_at", "objections_until"])
    _record("appraisal.run_published", run, by_id, at)
    params = {
        "first": str(run.first), "last": str(run.last), "until": str(run.objections_until)
    }  # fmt: skip
    people = AppraisalResult.objects.filter(run=run).values_list("person_id", flat=True)
    messages.send(
        [
            NewMessage(
                template="appraisal.published", dedup_key=f"appraisal-published:{pk}:{person}",
                employee_id=person, params=params,
            )
            for person in people.distinct()
        ],
        at=at,
    )  # fmt: skip


def _locked(pk: int, scope: Scope) -> AppraisalRun:
    run = AppraisalRun.objects.select_for_update().filter(pk=pk).first()
    if run is None or not scope.holds(run.organisation_id):
        raise AppraisalNotFound
    return run


def _record(
    action: str, run: AppraisalRun, by_id: int | None, at: datetime, reason: str = ""
) -> None:
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="appraisal_run", object_id=run.pk,
        object_label=f"{run.first} – {run.last}", organisation_id=run.organisation_id,
        reason=reason, changes={"run": run.pk},
    )  # fmt: skip
