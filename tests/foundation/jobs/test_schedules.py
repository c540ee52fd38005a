"""Schedules: rows that people change and the worker obeys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.services import create_user
from gridhall.foundation.jobs import cron, declared, errors, selectors, services
from gridhall.foundation.jobs.models import Schedule
from gridhall.foundation.jobs.services import _schedules

AT = datetime(2026, 1, 5, 9, 30, 20, tzinfo=UTC)  # 17:30:20 in Shanghai
TASK = "outbox.sweep"


def _change(**more):
    values = {"cron": "30 2 * * *", "is_on": True, "reason": "改到夜间", **more}
    return services.change_schedule(task_name=TASK, actor_id=None, at=AT, **values)


class TestCron:
    @pytest.mark.parametrize(
        "text", ["", "* * * *", "* * * * * *", "61 * * * *", "0 0 30 2 *", "@daily", "every day"]
    )
    def test_nonsense_is_refused_with_a_remedy(self, text):
        with pytest.raises(errors.CronNotValid, match="minute, hour"):
            cron.checked(text)

    def test_it_counts_in_the_companys_zone(self):
        first, second = cron.next_runs("30 2 * * *", at=AT, count=2)

        assert first == datetime(2026, 1, 5, 18, 30, tzinfo=UTC)  # 02:30 in Shanghai
        assert second - first == timedelta(days=1)

    @pytest.mark.parametrize("at", [AT, datetime(2026, 1, 5, 9, 30, tzinfo=UTC)])
    def test_a_minute_is_due_when_it_begins(self, at):
        assert cron.last_due("* * * * *", at=at) == datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
class TestObeying:
    @pytest.fixture(autouse=True)
    def _only_one_declared(self, monkeypatch):
        wanted = [one for one in declared.all_declared() if one.task_name == TASK]
        monkeypatch.setattr(_schedules, "all_declared", lambda: wanted)

    def test_a_new_installation_makes_up_for_nothing(self):
        assert services.defer_due(at=AT) == []
        assert ProcrastinateJob.objects.count() == 0

    def test_each_time_is_enqueued_once(self):
        services.defer_due(at=AT)

        later = AT + timedelta(minutes=1)
        assert len(services.defer_due(at=later)) == 1
        assert services.defer_due(at=later) == []

        job = ProcrastinateJob.objects.get()
        assert (job.task_name, job.args) == (TASK, {"timestamp": int(later.timestamp()) - 20})
        assert job.queueing_lock == TASK

    def test_what_was_missed_while_no_worker_ran_is_done_once(self):
        services.defer_due(at=AT)

        assert len(services.defer_due(at=AT + timedelta(days=3))) == 1
        assert services.defer_due(at=AT + timedelta(days=3)) == []

    def test_a_run_that_still_waits_is_not_doubled(self):
        services.defer_due(at=AT)
        services.defer_due(at=AT + timedelta(minutes=1))

        assert services.defer_due(at=AT + timedelta(minutes=2)) == []
        assert ProcrastinateJob.objects.count() == 1

    def test_switched_off_it_does_not_run_and_back_on_makes_up_for_nothing(self):
        services.defer_due(at=AT)
        _change(cron="* * * * *", is_on=False)
        assert services.defer_due(at=AT + timedelta(hours=1)) == []

        back = AT + timedelta(hours=2)
        services.change_schedule(
            task_name=TASK, cron="* * * * *", is_on=True, actor_id=None, at=back, reason="恢复"
        )
        assert services.defer_due(at=back) == []
        assert len(services.defer_due(at=back + timedelta(minutes=1))) == 1

    def test_new_times_are_obeyed_from_the_next_look_on(self):
        services.defer_due(at=AT)
        _change()

        assert services.defer_due(at=AT + timedelta(hours=8)) == []
        assert len(services.defer_due(at=AT + timedelta(hours=9, minutes=1))) == 1


@pytest.mark.django_db
class TestChanging:
    def test_who_changed_what_and_why_is_kept(self):
        user, _password = create_user(
            username="admin1", password="x" * 12, kind="EMPLOYEE", display_name="管理员"
        )

        services.change_schedule(
            task_name=TASK, cron=" 30  2 * * * ", is_on=False, actor_id=user.pk, at=AT,
            reason="检修期间停用",
        )  # fmt: skip

        view = selectors.schedule(task_name=TASK, at=AT)
        assert (view.cron, view.is_on, view.changed_by) == ("30 2 * * *", False, "管理员")
        assert (view.usual_cron, view.next_runs) == ("* * * * *", ())
        act = AuditEvent.objects.get()
        assert (act.action, act.object_id) == ("jobs.schedule_changed", TASK)
        assert act.changes == {"cron": ["* * * * *", "30 2 * * *"], "is_on": [True, False]}

    def test_nothing_changed_leaves_no_row(self):
        _change(cron="* * * * *")

        assert not AuditEvent.objects.exists()

    def test_wrong_times_an_unknown_task_and_no_reason_are_refused(self):
        with pytest.raises(errors.CronNotValid):
            _change(cron="so oft es geht")
        with pytest.raises(errors.ScheduleNotFound):
            services.change_schedule(
                task_name="no.such",
                cron="* * * * *",
                is_on=True,
                actor_id=None,
                at=AT,
                reason="试试",
            )
        with pytest.raises(errors.JobReasonNeeded):
            _change(reason="")
        assert not Schedule.objects.filter(changed_at__isnull=False).exists()

    def test_every_periodic_job_of_the_program_is_listed_with_its_next_runs(self):
        views = {view.task_name: view for view in selectors.schedules(at=AT, runs=3)}

        assert {"outbox.sweep", "imports.sweep", "jobs.tidy"} <= set(views)
        assert len(views["jobs.tidy"].next_runs) == 3
