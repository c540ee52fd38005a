"""The table of the inbox: its boxes, columns and filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.identity.roles import ACTIONS, Role
from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes.selectors import WorkItemView
from gridhall.ui.figures import Status
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.ui.text import Text

BOXES: tuple[tuple[str, Text, str], ...] = (
    ("mine", _("In my hands"), "user-check"),
    ("open", _("To be taken"), "inbox"),
    ("team", _("My team"), "users"),
    ("deputy", _("As a deputy"), "arrows-exchange"),
    ("all", _("All of my units"), "sitemap"),
)
EMPTY: dict[str, tuple[Text, Text]] = {
    "mine": (_("Nothing is in your hands"), _("Take something from “To be taken”.")),
    "open": (_("Nothing waits to be taken"), _("New work of your roles appears here.")),
    "team": (_("Your team has nothing to do"), _("Open work of your roles appears here.")),
    "deputy": (
        _("There is nothing to do for others"),
        _("While you stand in for somebody, her work appears here."),
    ),
    "all": (_("Nothing is open in your units"), _("All open work of your units appears here.")),
}
SOON = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One work item in the list."""

    id: int
    subject: str
    step: str
    process: str
    state: Status
    due_at: datetime | None
    role: str
    unit: str
    holder: str
    since: datetime
    version: int


def row(item: WorkItemView, *, at: datetime) -> Row:
    """Return an item for the list."""
    return Row(
        id=item.id, subject=item.subject_label, step=str(item.step_title),
        process=str(item.process_title), state=state_of(item, at=at), due_at=item.due_at,
        role=item.role_label, unit=item.organisation, holder=item.assignee, since=item.created_at,
        version=item.version,
    )  # fmt: skip


def state_of(item: WorkItemView, *, at: datetime) -> Status:
    """Return what is most pressing about an item."""
    if item.status == "DONE":
        return Status(pgettext_lazy("work", "Finished"), "success", "circle-check")
    if item.status != "OPEN":
        return Status(pgettext_lazy("work", "No longer needed"), "neutral", "ban")
    if item.is_overdue(at):
        return Status(pgettext_lazy("work", "Overdue"), "danger", "clock-exclamation")
    if item.is_urgent:
        return Status(pgettext_lazy("work", "Urgent"), "warning", "alert-triangle")
    if item.due_at is not None and item.due_at < at + SOON:
        return Status(pgettext_lazy("work", "Due soon"), "warning", "clock-hour-9")
    if item.assignee_id is None:
        return Status(pgettext_lazy("work", "To be taken"), "info", "inbox")
    return Status(pgettext_lazy("work", "In hand"), "progress", "user-check")


def _tick(row: Any) -> str:
    label = say("Choose {subject}, {step}").format(subject=row.subject, step=row.step)
    return format_html(
        '<input type="checkbox" class="form-check-input" name="item" value="{}" form="work-many"'
        ' aria-label="{}">', row.id, label,
    )  # fmt: skip


COLUMNS = (
    Column(key="tick", label=_("Choose"), render=_tick, export=False),
    Column(key="subject", label=pgettext_lazy("work", "No."), kind="code", link=True),
    Column(key="step", label=pgettext_lazy("work", "What to do")),
    Column(key="process", label=_("Process"), phone=False),
    Column(key="state", label=_("State"), kind="status"),
    Column(key="due_at", label=pgettext_lazy("work", "Due"), kind="moment"),
    Column(key="role", label=pgettext_lazy("work", "Role"), phone=False),
    Column(key="unit", label=_("Unit"), phone=False),
    Column(key="holder", label=_("In whose hands")),
    Column(key="since", label=_("Waits since"), kind="moment", phone=False),
)


def table(
    box: str, *, units: Sequence[tuple[str, Text]], people: Sequence[tuple[str, Text]]
) -> Any:
    """Return the table of a box with the choices that this reader has."""
    title, text = EMPTY[box]
    filters = [
        Filter(name="q", label=_("Number of the case")),
        Filter(name="process", label=_("Process"), kind="choice", choices=_processes),
        Filter(name="step", label=_("Step"), kind="choice", choices=_steps),
        Filter(
            name="late",
            label=pgettext_lazy("work", "Due"),
            kind="choice",
            choices=(("1", pgettext_lazy("work", "Overdue")),),
        ),
    ]
    if box != "mine":
        filters.append(
            Filter(
                name="role",
                label=pgettext_lazy("work", "Role"),
                kind="choice",
                choices=role_choices,
            )
        )
    if len(units) > 1:
        filters.append(Filter(name="unit", label=_("Unit"), kind="choice", choices=units))
    if people:
        filters.append(Filter(name="person", label=_("In whose hands"), kind="choice",
                              choices=people))  # fmt: skip
    return TableSpec(
        name="work", label=pgettext_lazy("inbox", "My work"), columns=COLUMNS,
        filters=tuple(filters), exports=("csv", "xlsx"), drawer=True,
        empty_title=title, empty_text=text,
    )  # fmt: skip


def _processes() -> list[tuple[str, Text]]:
    return [(one.code, str(one.title)) for one in processes.processes_in_force()]


def _steps() -> list[tuple[str, Text]]:
    """Return the tasks of all processes; the same step means the same in each of them."""
    found: dict[str, str] = {}
    for definition in processes.processes_in_force():
        for step in definition.tasks():
            found.setdefault(step.id, str(step.title))
    return sorted(found.items(), key=lambda one: one[1])


def role_choices() -> list[tuple[str, Text]]:
    """Return the roles that people have work by."""
    return [(one.value, one.label) for one in Role if "work.own" in ACTIONS[one]]
