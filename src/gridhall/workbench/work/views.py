"""The inbox and one work item."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes.selectors import InboxFilters, WorkItemView
from gridhall.ui import tables
from gridhall.ui.tables import TableState
from gridhall.workbench import lists, rights
from gridhall.workbench.cases.step_forms import StepForm

from . import specs, story, subjects

OWN, ASSIGN = "work.own", "work.assign"
MOST = 500


@employee(OWN)
def inbox(request: HttpRequest) -> HttpResponseBase:
    """Show a box of the inbox, whose turn it is first."""
    user_id, at = rights.reader_id(request), timezone.now()
    scope = scope_of(user_id, at)
    counts = processes.inbox_counts(user_id=user_id, at=at, scope=scope)
    boxes = [one for one in specs.BOXES if _is_offered(one[0], user_id, at, scope, counts)]
    wanted = request.GET.get("box", "")
    box = wanted if wanted in {code for code, _label, _icon in boxes} else "mine"
    people = (
        [(str(pk), name) for pk, name in processes.workers(scope=scope, at=at)]
        if box == "all"
        else []
    )
    spec = specs.table(box, units=_units(scope) if box == "all" else [], people=people)
    state = spec.read(request.GET)
    asked: dict[str, Any] = {
        "user_id": user_id, "at": at, "scope": scope, "box": box, "filters": _filters(state),
    }  # fmt: skip
    if state.export:
        found = lists.everything(lambda after: processes.inbox(after=after, limit=MOST, **asked))
        rows = (specs.row(one, at=at) for one in found)
        return lists.export(request, spec=spec, state=state, rows=rows, name="work")
    page: Any = processes.inbox(**lists.keyset(state), **asked)
    shown = tables.keyset_page(replace(page, rows=tuple(specs.row(o, at=at) for o in page.rows)))
    table = lists.table(
        request, spec=spec, state=state, page=shown,
        row_url=lambda row: reverse("workbench:work_item", args=[row.id]),
    )  # fmt: skip
    context = {
        "table": table, "tabs": _tabs(boxes, box, counts), "box": box,
        "colleagues": processes.can_get(
            item_ids=[one.id for one in page.rows], scope=scope, at=at
        ) if scope.organisation_ids else [],
        "may_assign": bool(scope.organisation_ids), "back": request.get_full_path(),
    }  # fmt: skip
    return render(request, "workbench/work/inbox.html", context)


def scope_of(user_id: int, at: datetime) -> Scope:
    """Return where the reader hands out work."""
    return identity.scope_of(user_id=user_id, action=ASSIGN, on=timezone.localdate(at))


def _is_offered(
    box: str, user_id: int, at: datetime, scope: Scope, counts: dict[str, int | None]
) -> bool:
    if box == "all":
        return bool(scope.organisation_ids)
    if box == "deputy":
        return counts[box] != 0 or identity.is_deputy(user_id=user_id, on=timezone.localdate(at))
    return True


def _tabs(boxes: list[Any], current: str, counts: dict[str, int | None]) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?box={code}", "active": code == current, "icon": icon,
         "count": "1000+" if counts[code] is None else counts[code] or ""}
        for code, label, icon in boxes
    ]  # fmt: skip


def _units(scope: Scope) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in identity.organisations(scope=scope)]


def _filters(state: TableState) -> InboxFilters:
    typed = state.filters
    return InboxFilters(
        text=typed["q"], process=typed["process"], step=typed["step"],
        overdue=bool(typed["late"]), role=typed.get("role", ""),
        organisation_id=lists.whole_number(typed.get("unit", "")),
        assignee_id=lists.whole_number(typed.get("person", "")),
    )  # fmt: skip


def found_item(request: HttpRequest, pk: int) -> WorkItemView:
    """Return the item, if the reader may see it. Raises Http404."""
    user_id, at = rights.reader_id(request), timezone.now()
    found = processes.item_of(item_id=pk, user_id=user_id, at=at, scope=scope_of(user_id, at))
    if found is None:
        raise Http404
    return found


@employee(OWN)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item: what it is about, what can be done with it, whose hands it went through."""
    return item_page(request, found_item(request, pk))


def item_page(
    request: HttpRequest, found: WorkItemView, *, form: StepForm | None = None, fault: str = ""
) -> HttpResponse:
    """Render the page of an item; with a wrong form or another fault as 422."""
    user_id, at = rights.reader_id(request), timezone.now()
    is_open, mine = found.status == "OPEN", found.assignee_id == user_id
    scope = scope_of(user_id, at)
    may_assign = is_open and scope.holds(found.organisation_id)
    reach = identity.holders_of(
        role=found.role, organisation_id=found.organisation_id, on=timezone.localdate(at)
    ) if is_open else {}  # fmt: skip
    colleagues = sorted(
        ((pk, name) for pk, name in reach.items() if pk != found.assignee_id),
        key=lambda one: one[1],
    )
    in_hand = is_open and (mine or (found.assignee_id is None and _is_hers(found, user_id, at)))
    context = {
        "item": found, "row": specs.row(found, at=at), "subject_url": subjects.address_of(found),
        "subject_name": subjects.name_of(found.subject_type), "events": story.of_item(found),
        "mine": mine, "may_take": is_open and not mine and _is_hers(found, user_id, at),
        "may_assign": may_assign, "in_hand": in_hand, "colleagues": colleagues,
        "targets": processes.targets_of(item_id=found.id) if in_hand else [],
        "may_give_back": is_open and found.assignee_id is not None and (mine or may_assign),
        "form": form or StepForm(item=found, initial={"version": found.version}), "fault": fault,
    }  # fmt: skip
    wrong = bool(fault) or (form is not None and bool(form.errors))
    return render(request, "workbench/work/item.html", context, status=422 if wrong else 200)


def _is_hers(found: WorkItemView, user_id: int, at: datetime) -> bool:
    return processes.may_do(item_id=found.id, user_id=user_id, at=at)
