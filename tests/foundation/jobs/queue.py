"""A few jobs in the queue, in the state a test wants."""

from __future__ import annotations

from typing import Any

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from gridhall.foundation.identity.selectors import Scope

COMPANY = Scope(organisation_ids=frozenset(), everything=True)


def add(status: str = "todo", *, task: str = "outbox.deliver", lock: str | None = None,
        worker: int | None = None, attempts: int = 0) -> int:  # fmt: skip
    """Put a job into the queue's table; return its number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock,"
            " worker_id, attempts, args) VALUES ('default', %s, 'todo', NULL, %s, %s,"
            " '{\"batch_id\": 7}') RETURNING id",
            [task, worker, attempts],
        )
        job_id = int(cursor.fetchone()[0])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s, queueing_lock = %s WHERE id = %s",
            [status, lock, job_id],
        )
        return job_id


def add_worker(*, silent_seconds: int) -> int:
    """Put a worker into the table whose last sign of life is some seconds old."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_seconds],
        )
        return int(cursor.fetchone()[0])


def state(job_id: int) -> str:
    """Return a job's state."""
    return str(ProcrastinateJob.objects.values_list("status", flat=True).get(pk=job_id))


def everything() -> dict[int, Any]:
    """Return all jobs by number."""
    return {row.pk: row for row in ProcrastinateJob.objects.all()}
