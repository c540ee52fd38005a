"""Reads of the queue, of what its jobs report, and of the schedules.

Jobs belong to no unit: who may read them anywhere reads all; they hold numbers, no person's data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import LONGEST_NUMBER, Page, keyset_page

from . import cron as crons
from .declared import Declared, all_declared
from .models import JobFailure, JobProgress, Schedule

SILENT_SECONDS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job, ready to be shown. ``failure`` is the last one, if it ever failed."""

    id: int
    task_name: str
    status: str
    args: dict[str, Any]
    queue: str
    attempts: int
    stop_asked: bool
    scheduled_at: datetime | None
    queued_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    worker_id: int | None
    progress: JobProgress | None
    failure: JobFailure | None

    @property
    def may_retry(self) -> bool:
        """Tell whether it can run again."""
        return self.status in ("failed", "cancelled", "aborted")

    @property
    def may_cancel(self) -> bool:
        """Tell whether it can be ended."""
        return self.status in ("todo", "doing") and not self.stop_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """The queue in figures. ``oldest_seconds``: how long the longest one waits for a worker."""

    todo: int
    later: int
    doing: int
    failed: int
    oldest_seconds: int
    workers: int
    heartbeat_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """A schedule as it is in force: the row, or what the program declares while there is none."""

    task_name: str
    periodic_id: str
    cron: str
    usual_cron: str
    is_on: bool
    last_due_at: datetime | None
    last_job_id: int | None
    changed_at: datetime | None
    changed_by: str
    next_runs: tuple[datetime, ...]


def jobs_page(
    *, scope: Scope, status: str = "", task: str = "", text: str = "", after: str = "",
    before: str = "", limit: int = 50,
) -> Page[Job]:  # fmt: skip
    """Return a page of jobs, newest first. ``text`` is a job's number or a part of its lock."""
    rows = _inside(scope)
    if status:
        rows = rows.filter(status=status)
    if task:
        rows = rows.filter(task_name=task)
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
        rows = rows.filter(pk=int(text))
    elif text:
        rows = rows.filter(Q(queueing_lock__icontains=text) | Q(lock__icontains=text))
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=_views, descending=True
    )


def job(*, scope: Scope, job_id: int) -> Job | None:
    """Return one job, if there is one and the reader may see it."""
    return next(iter(_views(list(_inside(scope).filter(pk=job_id)))), None)


def events_of(*, job_id: int) -> list[tuple[str, datetime]]:
    """Return what happened to a job: kind and moment, newest first."""
    rows = ProcrastinateEvent.objects.filter(job_id=job_id).order_by("-at", "-id")
    return [(row.type, row.at) for row in rows[:50]]


def failures_of(*, job_id: int) -> list[JobFailure]:
    """Return why each attempt failed, newest first."""
    return list(JobFailure.objects.filter(job_id=job_id).order_by("-id")[:20])


def queue_state() -> QueueState:
    """Return the queue in figures."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo'"
            " AND coalesce(scheduled_at, now()) <= now()),"
            " count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now()),"
            " count(*) FILTER (WHERE status = 'doing'), count(*) FILTER (WHERE status = 'failed')"
            " FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed')"
        )
        todo, later, doing, failed = cursor.fetchone()
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM"
            " now() - min(greatest(event.at, job.scheduled_at))), 0)"
            " FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id"
            " AND event.type = 'deferred' WHERE job.status = 'todo'"
            " AND coalesce(job.scheduled_at, now()) <= now()"
        )
        oldest = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FILTER (WHERE last_heartbeat > now() - make_interval(secs => %s)),"
            " extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers",
            [SILENT_SECONDS],
        )
        workers, heartbeat = cursor.fetchone()
    return QueueState(
        todo=todo, later=later, doing=doing, failed=failed, oldest_seconds=max(int(oldest), 0),
        workers=workers, heartbeat_seconds=None if heartbeat is None else int(heartbeat),
    )  # fmt: skip


def counts_by_task() -> list[tuple[str, str, int]]:
    """Return task, state and number of jobs, for the metrics."""
    rows = ProcrastinateJob.objects.order_by().values_list("task_name", "status")
    return list(rows.annotate(number=Count("id")))


def schedules(*, at: datetime, runs: int = 1) -> list[ScheduleView]:
    """Return every periodic job of the program with the times in force and its next runs."""
    rows = {
        (row.task_name, row.periodic_id): row
        for row in Schedule.objects.select_related("changed_by")
    }
    return [
        _schedule(one, rows.get((one.task_name, one.periodic_id)), at, runs)
        for one in all_declared()
    ]


def schedule(*, task_name: str, at: datetime, runs: int = 5) -> ScheduleView | None:
    """Return one schedule with its next runs."""
    return next((one for one in schedules(at=at, runs=runs) if one.task_name == task_name), None)


def recent_jobs_of(*, task_name: str, limit: int = 10) -> list[Job]:
    """Return the newest jobs of a task."""
    return _views(
        list(ProcrastinateJob.objects.filter(task_name=task_name).order_by("-id")[:limit])
    )


def _schedule(one: Declared, row: Schedule | None, at: datetime, runs: int) -> ScheduleView:
    expression = row.cron if row else one.cron
    is_on = row.is_on if row else True
    return ScheduleView(
        task_name=one.task_name, periodic_id=one.periodic_id, cron=expression,
        usual_cron=one.cron, is_on=is_on,
        last_due_at=row.last_due_at if row and row.last_job_id else None,
        last_job_id=row.last_job_id if row else None,
        changed_at=row.changed_at if row else None,
        changed_by=str(row.changed_by) if row and row.changed_by else "",
        next_runs=tuple(crons.next_runs(expression, at=at, count=runs)) if is_on else (),
    )  # fmt: skip


def _inside(scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = ProcrastinateJob.objects.all()
    return rows if scope.everything or scope.organisation_ids else rows.none()


def _views(found: Iterable[Any]) -> list[Job]:
    found = list(found)
    ids = [row.pk for row in found]
    times = _times(ids)
    progress = JobProgress.objects.in_bulk(ids)
    failures = {
        row.job_id: row
        for row in JobFailure.objects.filter(job_id__in=ids)
        .order_by("job_id", "-id")
        .distinct("job_id")
    }
    return [
        Job(
            id=row.pk, task_name=row.task_name, status=row.status, args=row.args,
            queue=row.queue_name, attempts=row.attempts, stop_asked=row.abort_requested,
            scheduled_at=row.scheduled_at, worker_id=row.worker_id,
            progress=progress.get(row.pk), failure=failures.get(row.pk),
            **times.get(row.pk, NO_TIMES),
        )
        for row in found
    ]  # fmt: skip


NO_TIMES: dict[str, Any] = {"queued_at": None, "started_at": None, "ended_at": None}
_MOMENTS = {
    "deferred": "queued_at", "started": "started_at", "succeeded": "ended_at",
    "failed": "ended_at", "cancelled": "ended_at", "aborted": "ended_at",
}  # fmt: skip


def _times(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Return when each job was queued, last started and last ended."""
    times: dict[int, dict[str, Any]] = {}
    rows = ProcrastinateEvent.objects.filter(job_id__in=ids).order_by("at", "id")
    for job_id, kind, at in rows.values_list("job_id", "type", "at"):
        known = times.setdefault(job_id, {**NO_TIMES})
        if kind in ("started", "retried", "deferred_for_retry"):
            known["ended_at"] = None
        if kind in _MOMENTS:
            known[_MOMENTS[kind]] = at
    return times
