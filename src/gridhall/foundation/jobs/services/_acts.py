"""What a person does to a job: let it run again, or end it. Each act leaves its audit row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.audit import services as audit

from ..errors import JobAlreadyWaits, JobInWrongState, JobNotFound, JobReasonNeeded

ENDED = ("cancelled", "aborted")


@transaction.atomic
def retry_job(*, job_id: int, actor_id: int | None, at: datetime, reason: str) -> int:
    """Let a failed, cancelled or stopped job run again; return the number it runs under.

    A failed job goes back to the queue, an ended one is enqueued anew. Raises JobNotFound,
    JobInWrongState, JobAlreadyWaits (the same work is in the queue), JobReasonNeeded.
    """
    job = _locked(job_id)
    reason = _said(reason)
    if job.status not in ("failed", *ENDED):
        raise JobInWrongState(job=job_id)
    try:
        with transaction.atomic():
            number = _requeue(job) if job.status == "failed" else _enqueue_anew(job)
    except (IntegrityError, AlreadyEnqueued) as error:
        raise JobAlreadyWaits(job=job_id) from error
    _record("jobs.retried", job, actor_id, at, reason, {"job": number})
    return number


@transaction.atomic
def cancel_job(*, job_id: int, actor_id: int | None, at: datetime, reason: str) -> bool:
    """Take a waiting job out of the queue, or ask a running one to stop; tell if it waited.

    A running job stops at its next report of progress. Raises JobNotFound, JobInWrongState,
    JobReasonNeeded.
    """
    job = _locked(job_id)
    reason = _said(reason)
    if job.status not in ("todo", "doing") or job.abort_requested:
        raise JobInWrongState(job=job_id)
    app.job_manager.cancel_job_by_id(job_id, abort=job.status == "doing")
    waited = job.status == "todo"
    _record("jobs.cancelled" if waited else "jobs.stop_asked", job, actor_id, at, reason, {})
    return waited


def _locked(job_id: int) -> ProcrastinateJob:
    job: ProcrastinateJob | None = (
        ProcrastinateJob.objects.select_for_update(of=("self",)).filter(pk=job_id).first()
    )
    if job is None:
        raise JobNotFound()
    return job


def _said(reason: str) -> str:
    if len(reason.strip()) < 2:
        raise JobReasonNeeded()
    return reason.strip()[:300]


def _requeue(job: ProcrastinateJob) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job.pk])
    return int(job.pk)


def _enqueue_anew(job: ProcrastinateJob) -> int:
    task = app.configure_task(
        job.task_name, queue=job.queue_name, lock=job.lock, queueing_lock=job.queueing_lock,
        priority=job.priority,
    )  # fmt: skip
    return int(task.defer(**job.args))


def _record(
    action: str, job: ProcrastinateJob, actor_id: int | None, at: datetime, reason: str,
    changes: dict[str, Any],
) -> None:  # fmt: skip
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="job", object_id=job.pk,
        object_label=str(job.pk), changes={"task": job.task_name, **changes}, reason=reason,
    )  # fmt: skip
