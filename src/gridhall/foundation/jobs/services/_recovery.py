"""Jobs whose worker was killed go back to the queue; old jobs are removed."""

from __future__ import annotations

import logging
from typing import Any

from django.db import IntegrityError, connection, transaction

from ..errors import WorkerLost, WorkerLostTooOften
from ..failing import Reason
from ._progress import failures_with, keep_failure

logger = logging.getLogger(__name__)
MOST_LOSSES = 5

# a worker that ended well, or was pruned, leaves worker_id empty
_STALLED = """
    SELECT job.id, job.attempts FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing'
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
    ORDER BY job.id
    FOR UPDATE OF job SKIP LOCKED
"""
_OLD = """
    SELECT job.id FROM procrastinate_jobs job
    WHERE job.status = ANY(%s::procrastinate_job_status[])
      AND NOT EXISTS (SELECT FROM procrastinate_events event WHERE event.job_id = job.id
                      AND event.at >= now() - make_interval(days => %s))
    ORDER BY job.id LIMIT 5000
"""
FINE, NOT_FINE = ["succeeded"], ["failed", "cancelled", "aborted"]


@transaction.atomic
def recover_stalled(*, silent_for_seconds: float) -> int:
    """Put the jobs of workers without a heartbeat back in the queue; return how many.

    Each such loss is kept as a failure of the job. A job that lost ``MOST_LOSSES`` workers is
    failed instead and waits for a person: it may be what kills them. When the same work already
    waits in the queue, the lost job is ended; that one does its work.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STALLED, [silent_for_seconds])
        lost = cursor.fetchall()
    for job_id, attempts in lost:
        _put_back(job_id, attempts)
    return len(lost)


def _put_back(job_id: int, attempts: int) -> None:
    if failures_with(job_id=job_id, code=WorkerLost.code) >= MOST_LOSSES - 1:
        _keep(WorkerLostTooOften, job_id, attempts)
        _call("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", job_id)
        logger.error("job %s lost several workers and waits for a person", job_id)
        return
    _keep(WorkerLost, job_id, attempts)
    try:
        with transaction.atomic():
            _call("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", job_id)
        logger.warning("job %s of a killed worker goes back to the queue", job_id)
    except IntegrityError:
        _call("SELECT procrastinate_finish_job_v1(%s, 'aborted', false)", job_id)
        logger.warning("job %s of a killed worker: the same work waits already", job_id)


def _keep(kind: type[WorkerLost | WorkerLostTooOften], job_id: int, attempts: int) -> None:
    reason = Reason(kind=kind.__name__, code=kind.code, template=kind.template)
    keep_failure(job_id=job_id, attempt=attempts + 1, reason=reason)


def remove_old(*, fine_days: int, other_days: int) -> int:
    """Remove jobs that ended so many days ago, with what was kept of them; return how many."""
    removed = 0
    for states, days in ((FINE, fine_days), (NOT_FINE, other_days)):
        while count := _remove_some(states, days):
            removed += count
    return removed


@transaction.atomic
def _remove_some(states: list[str], days: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_OLD, [states, days])
        ids = [row[0] for row in cursor.fetchall()]
        for table in ("jobs_jobprogress", "jobs_jobfailure", "procrastinate_periodic_defers"):
            cursor.execute(f"DELETE FROM {table} WHERE job_id = ANY(%s)", [ids])  # noqa: S608
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [ids])
    return len(ids)


def _call(query: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
