"""How far a job is and why it failed, written by the job itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection

from gridhall.foundation import trace

from ..failing import Reason
from ..models import JobFailure
from ..running import raise_if_stopped

EVERY_SECONDS = 0.5
_REPORT = """
    INSERT INTO jobs_jobprogress (job_id, done, total, note, started_at, updated_at)
    VALUES (%(job)s, %(done)s, %(total)s, %(note)s, now(), now())
    ON CONFLICT (job_id) DO UPDATE SET
        done = excluded.done, total = excluded.total, note = excluded.note, updated_at = now()
"""
_FAIL = """
    INSERT INTO jobs_jobfailure (job_id, attempt, at, kind, code, template, place, detail)
    VALUES (%s, %s, now(), %s, %s, %s, %s, %s)
"""
_last: dict[int, float] = {}


def report_progress(*, done: int, total: int, note: str = "") -> None:
    """Tell how far the job that runs here is: ``done`` of ``total``; outside a job, nothing.

    Call it between two transactions, as often as you like: it writes at most twice a second and
    at the end. ``note`` is an English source text (``gettext_noop``), never a value of the data.
    Raises JobStopped when a person asked for the end; what was done until then stays.
    """
    job_id = trace.job_id()
    if job_id is None:
        return
    raise_if_stopped()
    now = time.monotonic()
    if done < total and now - _last.get(job_id, 0) < EVERY_SECONDS:
        return
    _last[job_id] = now
    if done >= total:
        _last.pop(job_id, None)
    with connection.cursor() as cursor:
        cursor.execute(
            _REPORT,
            {"job": job_id, "done": max(min(done, total), 0), "total": max(total, 0), "note": note},
        )


def reporter(note: str = "") -> Callable[[int, int], None]:
    """Return ``progress(done, total)`` for services that take one."""

    def progress(done: int, total: int) -> None:
        report_progress(done=done, total=total, note=note)

    return progress


def keep_failure(*, job_id: int, attempt: int, reason: Reason) -> None:
    """Keep why one attempt of a job failed; the database's clock gives the moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FAIL,
            [job_id, attempt, reason.kind, reason.code, reason.template, reason.place,
             reason.detail],
        )  # fmt: skip


def failures_with(*, job_id: int, code: str) -> int:
    """Return how often a job failed for one expected reason."""
    return JobFailure.objects.filter(job_id=job_id, code=code).count()
