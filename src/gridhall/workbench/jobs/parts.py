"""What the jobs screens show: badges, progress, reasons of failure, figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from gridhall.foundation.outbox import selectors as outbox
from gridhall.foundation.outbox.selectors import OutboxState, Waiting
from gridhall.ui import formats
from gridhall.ui.figures import Event, Stat, Status

from . import words

if TYPE_CHECKING:
    from gridhall.foundation.jobs.models import JobFailure
    from gridhall.foundation.jobs.selectors import Job, QueueState, ScheduleView

PLACEHOLDER = re.compile(r"\{[a-z_0-9]*\}")
LONG_WAIT_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A running job as a bar."""

    id: int
    label: str
    done: int
    total: int
    text: str


def label(row: Any) -> str:
    """Return what the row's task does, in words."""
    return words.task_label(row.task_name)


def status(row: Job) -> Status:
    """Return the badge of a job."""
    return words.STOPPING if row.stop_asked else words.STATES[row.status]


def on_or_off(row: ScheduleView) -> Status:
    """Return the badge of a schedule."""
    return words.ON if row.is_on else words.OFF


def next_run(row: ScheduleView) -> datetime | None:
    """Return when a schedule is due next; never while it is off."""
    return row.next_runs[0] if row.next_runs else None


def event_status(row: Waiting) -> Status:
    """Return the badge of an event."""
    return words.EVENT_STATES[row.status]


def progress_text(row: Job) -> str:
    """Return how far a job is: 1,200 of 5,000."""
    if row.progress is None:
        return ""
    done, total = formats.number(row.progress.done), formats.number(row.progress.total)
    return _("{done} of {total}").format(done=done, total=total)


def reason(row: Job) -> str:
    """Return why the last attempt failed, while that still matters."""
    if row.failure is None or row.status == "succeeded":
        return ""
    return failure_text(row.failure)


def failure_text(failure: JobFailure) -> str:
    """Return why an attempt failed; values that the sentence had are dots."""
    if failure.template:
        return PLACEHOLDER.sub("…", gettext(failure.template))
    if failure.detail:
        return f"{failure.kind} ({failure.detail})"
    return failure.kind


def arguments(row: Job) -> str:
    """Return the numbers that the job was given."""
    known = {name: value for name, value in row.args.items() if isinstance(value, int | bool)}
    return ", ".join(f"{name}={value}" for name, value in sorted(known.items()))


def bars(running: list[Job]) -> list[Bar]:
    """Return the running jobs that tell how far they are."""
    return [
        Bar(
            id=row.id, label=f"{label(row)} {row.id}", done=row.progress.done,
            total=row.progress.total or 1,
            text=" · ".join(filter(None, (_note(row.progress.note), progress_text(row)))),
        )
        for row in running
        if row.progress is not None
    ]  # fmt: skip


def _note(text: str) -> str:
    return gettext(text) if text else ""


def stats(queue: QueueState, events: OutboxState) -> list[Stat]:
    """Return the figures above the list."""
    url, late = reverse("workbench:jobs"), queue.oldest_seconds > LONG_WAIT_SECONDS
    failing = events.failing + events.given_up
    return [
        Stat(
            label=_("Workers"), value=formats.number(queue.workers), icon="server-cog",
            tone="success" if queue.workers else "danger",
            hint=_("running") if queue.workers else _("none runs: start gridhall worker"),
        ),
        Stat(
            label=_("Jobs that wait"), value=formats.number(queue.todo), icon="hourglass",
            tone="warning" if late else "neutral", url=f"{url}?status=todo",
            hint=_("the oldest for {seconds} s").format(seconds=queue.oldest_seconds)
            if queue.todo else "",
        ),
        Stat(
            label=_("Jobs that run"), value=formats.number(queue.doing), icon="loader-2",
            tone="progress" if queue.doing else "neutral", url=f"{url}?status=doing",
        ),
        Stat(
            label=_("Jobs that failed"), value=formats.number(queue.failed), icon="alert-octagon",
            tone="danger" if queue.failed else "neutral", url=f"{url}?status=failed",
        ),
        Stat(
            label=_("Events that failed"), value=formats.number(failing), icon="send",
            tone="danger" if events.given_up else "warning" if failing else "neutral",
            url=reverse("workbench:outbox_events"),
        ),
    ]  # fmt: skip


def story(happened: list[tuple[str, datetime]]) -> list[Event]:
    """Return what happened to a job as entries of a timeline."""
    unknown = ("", "point", "neutral")
    found = [(kind, at, *words.HAPPENINGS.get(kind, unknown)) for kind, at in happened]
    return [
        Event(at=at, title=str(title or kind), icon=icon, tone=tone)  # type: ignore[arg-type]
        for kind, at, title, icon, tone in found
    ]


def failing_events() -> int:
    """Return how many events failed, for the tab."""
    events = outbox.state()
    return events.failing + events.given_up
