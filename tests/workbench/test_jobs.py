"""The jobs screens: what waits, runs and fails; run again, end, schedules, events; who did it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.jobs import services
from gridhall.foundation.jobs.failing import Reason
from gridhall.foundation.jobs.models import JobProgress, Schedule
from gridhall.foundation.outbox.models import OutboxEvent
from tests.foundation.jobs import queue
from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db


def _url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def test_the_list_shows_progress_and_reason_and_narrows(town: Any, sign_in: Any) -> None:
    failed, running = queue.add("failed"), queue.add("doing", task="imports.run")
    services.keep_failure(job_id=failed, attempt=1, reason=Reason(kind="ValueError"))
    JobProgress.objects.create(
        job_id=running, done=1200, total=5000, note="Importing rows", started_at=the_town.NOW,
        updated_at=the_town.NOW,
    )  # fmt: skip
    client = sign_in("admin", language="en")

    page = client.get(_url("jobs")).content.decode()
    only_failed = client.get(_url("jobs"), {"status": "failed"}).content.decode()

    assert "1,200 of 5,000" in page
    assert "ValueError" in page
    assert "Importing rows" in page  # the bar of what runs
    assert _url("job", failed) in only_failed
    assert _url("job", running) not in only_failed


def test_a_failed_job_runs_again_with_a_reason_and_is_seen_in_both_trails(
    town: Any, sign_in: Any
) -> None:
    job_id = queue.add("failed", task="imports.run")
    client = sign_in("admin", language="en")

    client.post(_url("retry_job", job_id), {"reason": ""})
    assert queue.state(job_id) == "failed"
    client.post(_url("retry_job", job_id), {"reason": "网络已恢复"})

    assert queue.state(job_id) == "todo"
    page = client.get(_url("job", job_id)).content.decode()
    assert "网络已恢复" in page
    assert "Let job" in page
    trail = client.get(_url("audit"), {"action": "jobs."}).content.decode()
    assert f"let job {job_id} (imports.run) run again" in trail


def test_a_waiting_job_is_taken_out_of_the_queue(town: Any, sign_in: Any) -> None:
    job_id = queue.add("todo")

    sign_in("admin").post(_url("cancel_job", job_id), {"reason": "不再需要"})

    assert queue.state(job_id) == "cancelled"


def test_a_schedule_is_changed_wrong_times_are_explained(town: Any, sign_in: Any) -> None:
    client, url = sign_in("admin", language="en"), _url("schedule", "jobs.tidy")

    wrong = client.post(url, {"cron": "every night", "is_on": "on", "reason": "夜间清理"})
    right = client.post(url, {"cron": "45 4 * * *", "is_on": "on", "reason": "夜间清理"})

    assert wrong.status_code == 422
    assert "minute, hour, day, month, weekday" in wrong.content.decode()
    assert right.status_code == 302
    assert Schedule.objects.get(task_name="jobs.tidy").cron == "45 4 * * *"
    page = client.get(url).content.decode()
    assert "20 3 * * * → 45 4 * * *" in page
    assert client.get(_url("schedules")).status_code == 200


def test_an_event_that_failed_is_tried_again(town: Any, sign_in: Any) -> None:
    event = OutboxEvent.objects.create(
        name="billing.bill.issued", aggregate="account:42", payload={}, occurred_at=the_town.NOW,
        attempts=10, last_error="receivables.subscribers.post: KeyError",
    )  # fmt: skip
    client = sign_in("admin", language="en")

    listed = client.get(_url("outbox_events"), {"status": "GIVEN_UP"}).content.decode()
    shown = client.get(_url("outbox_event", event.pk)).content.decode()
    client.post(_url("retry_event", event.pk), {"reason": "故障已排除"})

    assert "account:42" in listed
    assert "KeyError" in shown
    event.refresh_from_db()
    assert event.attempts == 0
    assert AuditEvent.objects.filter(action="outbox.retried", reason="故障已排除").exists()


def test_who_administers_one_region_only_looks(town: Any, sign_in: Any) -> None:
    job_id = queue.add("failed")
    place = identity.organisation_by_code(code="10")
    user, _new = identity_services.create_user(
        username="admin-10", password="unused-1234", kind="EMPLOYEE", display_name="区域管理员"
    )
    identity_services.assign_role(
        user=user, role="ADMINISTRATOR", organisation=place, valid_from=date(2020, 1, 1)
    )
    client = sign_in("admin-10", language="en")

    assert "Run again" not in client.get(_url("job", job_id)).content.decode()
    client.post(_url("retry_job", job_id), {"reason": "试一试"})
    assert queue.state(job_id) == "failed"


@pytest.mark.parametrize("name", ["jobs", "schedules", "outbox_events"])
def test_the_lists_go_home_as_files(town: Any, sign_in: Any, name: str) -> None:
    queue.add("failed")

    answer = sign_in("admin").get(_url(name), {"export": "csv"})

    assert answer.status_code == 200
    assert AuditEvent.objects.filter(action="lists.export").exists()
