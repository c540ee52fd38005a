"""Schedules: rows that people may change and that the worker obeys within seconds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.audit import services as audit

from .. import cron as crons
from ..declared import Declared, all_declared
from ..errors import JobReasonNeeded, ScheduleNotFound
from ..models import Schedule


@transaction.atomic
def change_schedule(
    *, task_name: str, periodic_id: str = "", cron: str, is_on: bool, actor_id: int | None,
    at: datetime, reason: str,
) -> Schedule:  # fmt: skip
    """Change when a periodic job runs, or switch it off or on.

    Raises ScheduleNotFound, CronNotValid, JobReasonNeeded. Times that passed before the change
    are not made up for. Nothing is written when nothing changes.
    """
    if len(reason.strip()) < 2:
        raise JobReasonNeeded()
    cron = crons.checked(cron)
    row = _row_of(_find(task_name, periodic_id), at)
    old = {"cron": row.cron, "is_on": row.is_on}
    changes = {
        name: [old[name], new]
        for name, new in (("cron", cron), ("is_on", is_on))
        if old[name] != new
    }
    if not changes:
        return row
    row.cron, row.is_on, row.last_due_at = cron, is_on, at
    row.changed_at, row.changed_by_id = at, actor_id
    row.save()
    audit.record(
        action="jobs.schedule_changed", at=at, actor_id=actor_id, object_type="job_schedule",
        object_id=task_name, object_label=task_name, changes=changes, reason=reason.strip()[:300],
    )  # fmt: skip
    return row


def defer_due(*, at: datetime) -> list[int]:
    """Enqueue every periodic job that is due; return the numbers of the new jobs.

    However long no worker ran, a job runs once for the times it missed. Several workers may call
    this at once: each time is enqueued by one of them.
    """
    found = [_defer(one, at) for one in all_declared()]
    return [number for number in found if number]


def _find(task_name: str, periodic_id: str) -> Declared:
    for one in all_declared():
        if (one.task_name, one.periodic_id) == (task_name, periodic_id):
            return one
    raise ScheduleNotFound()


def _row_of(one: Declared, at: datetime) -> Schedule:
    """Return the schedule's row, locked; made with the program's times when it is not there."""
    Schedule.objects.get_or_create(
        task_name=one.task_name, periodic_id=one.periodic_id,
        defaults={"cron": one.cron, "last_due_at": at},
    )  # fmt: skip
    return Schedule.objects.select_for_update().get(
        task_name=one.task_name, periodic_id=one.periodic_id
    )


def _defer(one: Declared, at: datetime) -> int | None:
    known = Schedule.objects.filter(task_name=one.task_name, periodic_id=one.periodic_id).first()
    if known and (not known.is_on or crons.last_due(known.cron, at=at) <= known.last_due_at):
        return None
    with transaction.atomic():
        row = _row_of(one, at)
        due = crons.last_due(row.cron, at=at)
        if not row.is_on or due <= row.last_due_at:
            return None  # another worker was faster, or it was switched off meanwhile
        row.last_due_at = due
        number = _enqueue(one, due)
        row.last_job_id = number or row.last_job_id
        row.save(update_fields=["last_due_at", "last_job_id"])
    return number


def _enqueue(one: Declared, due: datetime) -> int | None:
    task = app.tasks[one.task_name]
    options = {**one.options}
    more = options.pop("task_kwargs", None) or {}
    try:
        with transaction.atomic():
            number = task.configure(**options).defer(**{**more, "timestamp": int(due.timestamp())})
    except AlreadyEnqueued:
        return None  # the one before has not begun yet
    return int(number)
