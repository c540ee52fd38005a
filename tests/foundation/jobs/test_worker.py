"""A real worker, killed in the middle of a real job: the next one finishes it, nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from gridhall.foundation.imports import services as imports
from gridhall.foundation.imports.models import ImportBatch
from gridhall.foundation.jobs import selectors, services
from gridhall.foundation.jobs.models import JobFailure, JobProgress, Schedule
from gridhall.journeys.file_import import services as file_import
from tests.journeys.test_import_kill import READINGS, TOWN, address_of_this_database

from . import queue

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)


@contextmanager
def a_worker(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `gridhall worker` on this test's database; it is gone at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gridhall.config.cli", "worker", "--stalled-after", "2", *options],
        env={**os.environ, "DATABASE_URL": address_of_this_database()},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=5)


def wait_for(found: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Ask again and again until there is an answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.1)
    pytest.fail(f"{what} did not come about in {seconds:.0f} s")


def test_a_worker_killed_in_the_middle_loses_no_job_and_does_nothing_twice() -> None:
    for name in ("organisations", "customers", "metering_points", "meters"):
        file_import.import_file(Path(TOWN / f"{name}.csv"), clock=lambda: NOW)
    services.change_schedule(  # else the sweep of the imports is faster than the recovery
        task_name="imports.sweep", cron="* * * * *", is_on=False, actor_id=None, at=NOW,
        reason="只看恢复",
    )  # fmt: skip
    batch = file_import.preview(TOWN / "readings_monthly.csv", at=NOW)
    imports.enqueue(batch_id=batch.pk)
    job = ProcrastinateJob.objects.get(task_name="imports.run", status="todo")

    with a_worker() as first:
        wait_for(
            lambda: JobProgress.objects.filter(pk=job.pk, done__gt=500).exists(), "the first rows"
        )
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=10)
    connection.close()
    broken = ImportBatch.objects.get(pk=batch.pk)
    with a_worker():
        wait_for(lambda: queue.state(job.pk) == "succeeded", "the end of the job")

    done = ImportBatch.objects.get(pk=batch.pk)
    assert (broken.status, done.status) == ("RUNNING", "FINISHED")
    assert 0 < broken.rows_done < READINGS
    assert (done.rows_done, done.rows_created) == (READINGS, READINGS)
    assert JobFailure.objects.get(job_id=job.pk).code == "JOB_WORKER_LOST"
    assert ProcrastinateJob.objects.filter(task_name="imports.run").count() == 1
    shown = selectors.job(scope=queue.COMPANY, job_id=job.pk)
    assert shown is not None
    assert shown.progress is not None
    assert (shown.progress.done, shown.progress.total) == (READINGS, READINGS)


def test_a_person_stops_a_running_job_and_what_was_done_stays() -> None:
    for name in ("organisations", "customers", "metering_points", "meters"):
        file_import.import_file(Path(TOWN / f"{name}.csv"), clock=lambda: NOW)
    batch = file_import.preview(TOWN / "readings_monthly.csv", at=NOW)
    imports.enqueue(batch_id=batch.pk)
    job = ProcrastinateJob.objects.get(task_name="imports.run", status="todo")

    with a_worker():
        wait_for(lambda: JobProgress.objects.filter(pk=job.pk, done__gt=0).exists(), "a beginning")
        services.cancel_job(job_id=job.pk, actor_id=None, at=NOW, reason="文件不对")
        wait_for(lambda: queue.state(job.pk) == "aborted", "the stop")

    stopped = ImportBatch.objects.get(pk=batch.pk)
    assert (stopped.status, stopped.failure["code"]) == ("FAILED", "JOB_STOPPED")
    assert 0 < stopped.rows_done < READINGS


def test_a_running_worker_obeys_a_changed_schedule() -> None:
    at = datetime.now(tz=UTC)
    services.change_schedule(
        task_name="jobs.tidy", cron="0 0 1 1 *", is_on=True, actor_id=None, at=at, reason="很少运行"
    )
    with a_worker():
        wait_for(lambda: selectors.queue_state().workers, "the worker")
        services.change_schedule(
            task_name="jobs.tidy", cron="* * * * *", is_on=True, actor_id=None, at=at,
            reason="每分钟运行",
        )  # fmt: skip
        # as if the change were a minute old, so that the test need not wait for a full minute
        Schedule.objects.filter(task_name="jobs.tidy").update(
            last_due_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
        wait_for(
            lambda: ProcrastinateJob.objects.filter(
                task_name="jobs.tidy", status="succeeded"
            ).exists(),
            "a run by the new schedule",
        )
