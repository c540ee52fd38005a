"""The tables of the jobs screens."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.ui.text import Text

from . import parts, words


def _tasks() -> list[tuple[str, Text]]:
    return sorted(
        ((name, label) for name, label in words.TASKS.items()), key=lambda one: str(one[1])
    )


JOBS = TableSpec(
    name="jobs",
    label=_("Jobs"),
    columns=(
        Column(key="id", label=_("Number"), kind="code"),
        Column(key="task_name", label=_("Job"), link=True, value=parts.label),
        Column(key="status", label=_("State"), kind="status", value=parts.status),
        Column(key="progress", label=_("Progress"), value=parts.progress_text),
        Column(key="queued_at", label=_("Queued at"), kind="moment", phone=False),
        Column(key="started_at", label=_("Started"), kind="moment", phone=False),
        Column(key="ended_at", label=_("Ended at"), kind="moment", phone=False),
        Column(key="attempts", label=_("Attempts"), kind="number", phone=False),
        Column(key="failure", label=_("Reason of the failure"), value=parts.reason, phone=False),
    ),
    filters=(
        Filter(
            name="status", label=_("State"), kind="choice",
            choices=[(code, status.label) for code, status in words.STATES.items()],
        ),
        Filter(name="task", label=_("Job"), kind="choice", choices=_tasks),
        Filter(name="q", label=_("Number"), placeholder=_("Number of the job")),
    ),
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("No job here"),
    empty_text=_("Jobs appear as soon as something is to be done in the background."),
)  # fmt: skip

SCHEDULES = TableSpec(
    name="schedules",
    label=_("Schedules"),
    columns=(
        Column(key="task_name", label=_("Job"), link=True, value=parts.label),
        Column(key="is_on", label=_("State"), kind="status", value=parts.on_or_off),
        Column(key="cron", label=_("Schedule"), kind="code"),
        Column(key="next_run", label=_("Next run"), kind="moment", value=parts.next_run),
        Column(key="last_due_at", label=_("Last run"), kind="moment", phone=False),
        Column(key="changed_by", label=_("Changed by"), phone=False),
        Column(key="changed_at", label=_("Changed at"), kind="moment", phone=False),
    ),
    size=50,
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("No periodic job"),
)

EVENTS = TableSpec(
    name="outbox-events",
    label=_("Events not delivered"),
    columns=(
        Column(key="id", label=_("Number"), kind="code"),
        Column(key="name", label=_("Event"), kind="code", link=True),
        Column(key="aggregate", label=_("About"), kind="code"),
        Column(key="status", label=_("State"), kind="status", value=parts.event_status),
        Column(key="occurred_at", label=_("Since"), kind="moment"),
        Column(key="attempts", label=_("Attempts"), kind="number", phone=False),
        Column(key="next_attempt_at", label=_("Next attempt"), kind="moment", phone=False),
        Column(key="held_back", label=_("Held back"), kind="number", phone=False),
    ),
    filters=(
        Filter(
            name="status", label=_("State"), kind="choice",
            choices=[(code, status.label) for code, status in words.EVENT_STATES.items()],
        ),
        Filter(name="q", label=pgettext_lazy("outbox", "Event or subject")),
    ),
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("Every event is delivered"),
)  # fmt: skip


def tabs(current: str, *, urls: dict[str, str], failing: int) -> list[dict[str, Any]]:
    """Return the tabs above the three lists."""
    labels = {"jobs": _("Queue"), "schedules": _("Schedules"), "outbox_events": _("Events")}
    icons = {"jobs": "list-check", "schedules": "calendar-time", "outbox_events": "send"}
    return [
        {
            "url": urls[name], "label": label, "icon": icons[name], "active": name == current,
            "count": failing if name == "outbox_events" and failing else "",
        }
        for name, label in labels.items()
    ]  # fmt: skip
