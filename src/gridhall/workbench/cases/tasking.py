"""The tasks of a case as the page offers them to this reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gridhall.foundation.processes import selectors as process_reads
from gridhall.ui.figures import Status
from gridhall.ui.text import Text
from gridhall.workbench import rights

from . import acts, relating, tasks_ways, words

if TYPE_CHECKING:
    from gridhall.foundation.processes.selectors import WorkItemView
    from gridhall.servicedesk.selectors import CaseFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Something else that can be done with a task."""

    label: Text
    icon: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task: whose it is, until when, and what this reader may do with it."""

    id: int
    title: str
    role: str
    unit: str
    who: str
    next: str
    due: Status | None
    mine: bool
    may_claim: bool
    may_complete: bool
    complete_url: str
    complete_label: Text
    others: list[Other]


def tasks(
    request: HttpRequest, file: CaseFile, *, at: datetime, actions: frozenset[str]
) -> list[TaskView]:
    """Return the open tasks, those of the reader first."""
    following = _following(file)
    found = [
        _task(request, file, one, at=at, actions=actions, following=following.get(one.step, ""))
        for one in file.tasks
    ]
    return sorted(found, key=lambda one: not one.mine)


def _task(
    request: HttpRequest, file: CaseFile, item: WorkItemView, *, at: datetime,
    actions: frozenset[str], following: str,
) -> TaskView:  # fmt: skip
    reader = rights.reader_id(request)
    mine = item.assignee_id == reader
    may = "cases.work" in actions and (
        process_reads.item_of(item_id=item.id, user_id=reader, at=at) is not None
    )
    free = item.assignee_id is None
    act = relating.BY_CODE.get(acts.FINISHES.get(item.step, ""))
    return TaskView(
        id=item.id, title=str(item.step_title), role=item.role_label, unit=item.organisation,
        who=item.assignee, next=following, mine=mine, may_claim=may and free,
        due=words.due(item.due_at, at), may_complete=may and (free or mine),
        complete_label=act.label if act else _("Finish"),
        complete_url=reverse("workbench:case_finish", args=[file.row.number, item.id])
        if act is None else reverse("workbench:case_act", args=[file.row.number, act.code]),
        others=_others(file, item, mine=mine, may_assign="work.assign" in actions),
    )  # fmt: skip


def _others(file: CaseFile, item: WorkItemView, *, mine: bool, may_assign: bool) -> list[Other]:
    offered = []
    if may_assign:
        offered.append("assign")
    if mine:
        offered += ["delegate", "send-back"]
    if mine or (may_assign and item.assignee_id is not None):
        offered.append("give-back")
    return [
        Other(
            label=tasks_ways.TITLES[code][0],
            icon=tasks_ways.TITLES[code][1],
            url=reverse("workbench:case_task", args=[file.row.number, item.id, code]),
        )
        for code in offered
    ]


def _following(file: CaseFile) -> dict[str, str]:
    if file.position is None:
        return {}
    return {one.step.id: _(" or ").join(one.next) for one in file.position.steps}
