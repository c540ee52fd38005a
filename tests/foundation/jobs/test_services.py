"""Jobs: how far they are, why they failed, run again or ended by a person, found when lost."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason

from gridhall.foundation import trace
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.selectors import EMPTY_SCOPE
from gridhall.foundation.jobs import errors, failing, running, selectors, services
from gridhall.foundation.jobs.models import JobFailure, JobProgress
from gridhall.foundation.outbox.models import OutboxEvent

from . import queue

AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _context(job_id: int, *, abort: AbortReason | None = None) -> Any:
    return SimpleNamespace(
        job=SimpleNamespace(id=job_id, attempts=0), abort_reason=lambda: abort
    )  # fmt: skip


def _run(job_id: int, work: Any, *, abort: AbortReason | None = None) -> Any:
    surround = running.around_job(services.keep_failure)
    return surround(work, _context(job_id, abort=abort), None)


class TestProgress:
    def test_a_job_tells_how_far_it_is(self):
        _run(5, lambda: services.report_progress(done=3, total=3, note="Importing rows"))

        row = JobProgress.objects.get(pk=5)
        assert (row.done, row.total, row.note) == (3, 3, "Importing rows")

    def test_a_second_report_replaces_the_first_and_many_reports_write_seldom(
        self, django_assert_num_queries
    ):
        def work():
            with django_assert_num_queries(2):
                for done in range(1, 1001):
                    services.report_progress(done=done, total=1000)

        _run(6, work)

        assert JobProgress.objects.get(pk=6).done == 1000

    def test_outside_a_job_nothing_is_written(self):
        services.report_progress(done=1, total=2)

        assert not JobProgress.objects.exists()

    def test_a_person_stops_it_between_two_steps(self):
        with pytest.raises(JobAborted):
            _run(
                7, lambda: services.report_progress(done=1, total=2),
                abort=AbortReason.USER_REQUEST,
            )  # fmt: skip

        assert JobFailure.objects.get(job_id=7).code == "JOB_STOPPED"

    def test_the_end_of_a_worker_stops_no_job_halfway(self):
        _run(8, lambda: services.report_progress(done=2, total=2), abort=AbortReason.SHUTDOWN)

        assert JobProgress.objects.get(pk=8).done == 2

    def test_the_job_names_itself_to_log_and_audit(self):
        assert _run(9, lambda: (trace.job_id(), trace.request_id())) == (9, "job-9")
        assert (trace.job_id(), trace.request_id()) == (None, "")


class TestFailure:
    def test_it_keeps_no_value_of_the_data(self):
        def fails() -> None:
            raise ValueError("张三 13800138000")

        with pytest.raises(ValueError, match="138"):
            _run(5, fails)

        kept = JobFailure.objects.values().get(job_id=5)
        assert kept["kind"] == "ValueError"
        assert "138" not in str(kept)

    def test_a_database_error_names_its_constraint_only(self):
        OutboxEvent.objects.create(name="a", aggregate="a", payload={}, occurred_at=AT)
        row = OutboxEvent.objects.get()

        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            OutboxEvent.objects.create(
                event_id=row.event_id, name="秘密", aggregate="a", payload={}, occurred_at=AT
            )

        reason = failing.reason_of(caught.value)
        assert (reason.kind, "event_id" in reason.detail) == ("IntegrityError", True)
        assert str(row.event_id) not in str(reason)

    def test_an_expected_failure_keeps_its_sentence_without_the_values(self):
        with pytest.raises(errors.CronNotValid):
            _run(5, lambda: (_ for _ in ()).throw(errors.CronNotValid(value="李四")))

        kept = JobFailure.objects.get(job_id=5)
        assert (kept.code, kept.template) == (
            "SCHEDULE_CRON_NOT_VALID",
            errors.CronNotValid.template,
        )
        assert "李四" not in kept.template


class TestActs:
    def test_a_failed_job_runs_again_and_it_is_known_who_wanted_it(self):
        job_id = queue.add("failed")

        assert (
            services.retry_job(job_id=job_id, actor_id=None, at=AT, reason="网络已恢复") == job_id
        )

        assert queue.state(job_id) == "todo"
        act = AuditEvent.objects.get()
        assert (act.action, act.object_id, act.reason) == (
            "jobs.retried",
            str(job_id),
            "网络已恢复",
        )
        assert act.changes["task"] == "outbox.deliver"

    @pytest.mark.parametrize("state", ["cancelled", "aborted"])
    def test_an_ended_job_is_enqueued_anew(self, state):
        job_id = queue.add(state)

        number = services.retry_job(job_id=job_id, actor_id=None, at=AT, reason="还是要做")

        assert number != job_id
        assert (queue.state(number), queue.state(job_id)) == ("todo", state)
        assert ProcrastinateJob.objects.get(pk=number).args == {"batch_id": 7}

    @pytest.mark.parametrize("state", ["todo", "doing", "succeeded"])
    def test_no_other_job_can_run_again(self, state):
        job_id = queue.add(state)

        with pytest.raises(errors.JobInWrongState):
            services.retry_job(job_id=job_id, actor_id=None, at=AT, reason="再来")

    def test_what_waits_already_is_not_queued_twice(self):
        queue.add("todo", lock="imports.run:7")
        job_id = queue.add("failed", lock="imports.run:7")

        with pytest.raises(errors.JobAlreadyWaits):
            services.retry_job(job_id=job_id, actor_id=None, at=AT, reason="再来")
        assert queue.state(job_id) == "failed"

    def test_a_waiting_job_is_taken_out_a_running_one_asked_to_stop(self):
        waiting, running_job = queue.add("todo"), queue.add("doing")

        assert services.cancel_job(job_id=waiting, actor_id=None, at=AT, reason="不需要") is True
        assert services.cancel_job(job_id=running_job, actor_id=None, at=AT, reason="停下") is False

        assert queue.state(waiting) == "cancelled"
        assert ProcrastinateJob.objects.get(pk=running_job).abort_requested
        assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
            "jobs.cancelled", "jobs.stop_asked",
        ]  # fmt: skip
        with pytest.raises(errors.JobInWrongState):
            services.cancel_job(job_id=running_job, actor_id=None, at=AT, reason="停下")

    def test_a_reason_is_needed_and_an_unknown_job_is_told(self):
        job_id = queue.add("failed")

        with pytest.raises(errors.JobReasonNeeded):
            services.retry_job(job_id=job_id, actor_id=None, at=AT, reason=" ")
        with pytest.raises(errors.JobNotFound):
            services.cancel_job(job_id=job_id + 1, actor_id=None, at=AT, reason="停下")


class TestRecovery:
    def test_the_job_of_a_silent_worker_goes_back(self):
        silent, alive = queue.add_worker(silent_seconds=60), queue.add_worker(silent_seconds=1)
        lost, orphan = queue.add("doing", worker=silent), queue.add("doing")
        at_work = queue.add("doing", worker=alive)

        assert services.recover_stalled(silent_for_seconds=30) == 2

        assert [queue.state(job) for job in (lost, orphan, at_work)] == ["todo", "todo", "doing"]
        assert JobFailure.objects.get(job_id=lost).code == "JOB_WORKER_LOST"

    def test_a_lost_job_whose_work_waits_already_holds_up_no_other(self):
        silent = queue.add_worker(silent_seconds=60)
        double = queue.add("doing", worker=silent, lock="outbox.deliver")
        queue.add("todo", lock="outbox.deliver")
        other = queue.add("doing", worker=silent)

        assert services.recover_stalled(silent_for_seconds=30) == 2

        assert (queue.state(double), queue.state(other)) == ("aborted", "todo")

    def test_a_job_that_kills_its_workers_waits_for_a_person(self):
        job_id = queue.add("todo")
        for _ in range(5):
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
            services.recover_stalled(silent_for_seconds=30)

        assert queue.state(job_id) == "failed"
        assert JobFailure.objects.order_by("-id").first().code == "JOB_WORKER_LOST_TOO_OFTEN"


class TestTidying:
    def test_old_jobs_go_with_what_was_kept_of_them(self):
        old, failed, waiting = queue.add("succeeded"), queue.add("failed"), queue.add("todo")
        JobProgress.objects.create(job_id=old, done=1, total=1, started_at=AT, updated_at=AT)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_events SET at = at - interval '8 days'")

        assert services.remove_old(fine_days=7, other_days=90) == 1

        assert set(queue.everything()) == {failed, waiting}
        assert not JobProgress.objects.exists()


class TestReading:
    def test_newest_first_narrowed_by_state_task_and_number(self):
        first, second = queue.add("failed"), queue.add("todo", task="imports.run")

        def ids(**narrowed: str) -> list[int]:
            page = selectors.jobs_page(scope=queue.COMPANY, **narrowed)
            return [job.id for job in page.rows]

        assert ids() == [second, first]
        assert ids(status="failed") == [first]
        assert ids(task="imports.run") == [second]
        assert ids(text=str(first)) == [first]
        assert selectors.jobs_page(scope=EMPTY_SCOPE).rows == ()

    def test_a_job_is_shown_with_its_progress_and_its_last_failure(self):
        job_id = queue.add("failed")
        JobProgress.objects.create(job_id=job_id, done=1, total=4, started_at=AT, updated_at=AT)
        for kind in ("ValueError", "KeyError"):
            services.keep_failure(job_id=job_id, attempt=1, reason=failing.Reason(kind=kind))

        job = selectors.job(scope=queue.COMPANY, job_id=job_id)

        assert (job.progress.done, job.failure.kind) == (1, "KeyError")
        assert (job.may_retry, job.may_cancel) == (True, False)
        assert job.queued_at is not None
        assert [one.kind for one in selectors.failures_of(job_id=job_id)] == [
            "KeyError", "ValueError",
        ]  # fmt: skip

    def test_the_queue_in_figures(self):
        queue.add_worker(silent_seconds=1)
        for status in ("todo", "todo", "doing", "failed", "succeeded"):
            queue.add(status)

        state = selectors.queue_state()

        assert (state.todo, state.later, state.doing, state.failed) == (2, 0, 1, 1)
        assert state.workers == 1
        assert state.heartbeat_seconds is not None
