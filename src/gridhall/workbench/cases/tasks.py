"""The tasks of a case: taken, finished with the form of their step, passed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.processes import selectors as process_reads
from gridhall.foundation.processes import services as processes
from gridhall.foundation.processes.selectors import WorkItemView
from gridhall.servicedesk import services
from gridhall.ui import attempts
from gridhall.ui.text import Text
from gridhall.workbench import lists, rights

from . import acts, page
from .act_forms import DRAWER_IDS
from .step_forms import NoteForm, StepForm, ToPersonForm, ToStepForm
from .tasks_ways import TITLES

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import CaseFile

WORK = "cases.work"


@require_POST
@employee(WORK)
def take(request: HttpRequest, number: str, item: int) -> HttpResponse:
    """Take the task into one's own hands."""
    file = page.file_or_404(request, number)
    _item(file, item)
    with attempts.told(request):
        services.take(case_id=file.row.id, by_id=rights.reader_id(request), at=timezone.now())
    return redirect("workbench:case", number=number)


@employee(WORK)
def finish(request: HttpRequest, number: str, item: int) -> HttpResponse:
    """Finish a task: with the form of its step, or by the act that does more than a tick."""
    file = page.file_or_404(request, number)
    task = _item(file, item)
    if task.step in acts.FINISHES:
        return redirect("workbench:case_act", number=number, code=acts.FINISHES[task.step])
    form = StepForm(
        request.POST or None, auto_id=DRAWER_IDS, item=task, initial={"version": task.version}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with attempts.in_form(form):
            processes.complete(
                item_id=task.id, by_id=rights.reader_id(request), at=timezone.now(),
                outcome=typed.get("outcome", ""), values=form.values(), note=typed["note"],
                seen_version=typed["version"],
            )  # fmt: skip
            text = _("“{step}” is finished.").format(step=task.step_title)
            messages.success(request, text)
            return redirect("workbench:case", number=number)
    context = {
        "form": form, "title": str(task.step_title), "number": number, "submit": _("Finish"),
        "icon": "check", "kind": "primary", "back": reverse("workbench:case", args=[number]),
    }  # fmt: skip
    return lists.show(request, "workbench/cases/act.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A way to pass a task on: what is asked, what is called."""

    form: Callable[..., forms.Form]
    offered: Callable[[HttpRequest, WorkItemView], list[tuple[str, str]]]
    call: Callable[[dict[str, Any], dict[str, Any]], Any]
    done: Text


def _people(request: HttpRequest, task: WorkItemView) -> list[tuple[str, str]]:
    found = process_reads.can_get(
        item_ids=[task.id], scope=rights.scope(request), at=timezone.now()
    )
    return [(str(pk), name) for pk, name in found if pk != task.assignee_id]


def _steps(request: HttpRequest, task: WorkItemView) -> list[tuple[str, str]]:
    del request
    return [(step, str(title)) for step, title in process_reads.targets_of(item_id=task.id)]


PASSING: dict[str, Passing] = {
    "assign": Passing(
        form=ToPersonForm, offered=_people,
        call=lambda by, typed: processes.assign(
            **by, to_id=int(typed["person"]), note=typed["note"]),
        done=gettext_lazy("The task is assigned."),
    ),
    "delegate": Passing(
        form=ToPersonForm,
        offered=_people,
        call=lambda by, typed: processes.delegate(
            **by, to_id=int(typed["person"]), note=typed["note"]),
        done=gettext_lazy("The task is with your colleague."),
    ),
    "give-back": Passing(
        form=NoteForm,
        offered=lambda _request, _task: [],
        call=lambda by, typed: processes.give_back(**by, note=typed["note"]),
        done=gettext_lazy("The task is open to everybody of its role again."),
    ),
    "send-back": Passing(
        form=ToStepForm, offered=_steps,
        call=lambda by, typed: processes.send_back(
            **by, to_step=typed["step"], note=typed["note"]),
        done=gettext_lazy("The task is sent back."),
    ),
}  # fmt: skip


@employee(WORK)
def pass_on(request: HttpRequest, number: str, item: int, what: str) -> HttpResponse:
    """Assign, delegate, give back or send back a task."""
    file, way = page.file_or_404(request, number), PASSING.get(what)
    if way is None:
        raise Http404
    task = _item(file, item)
    form = way.form(request.POST or None, auto_id=DRAWER_IDS, offered=way.offered(request, task))
    if request.method == "POST" and form.is_valid():
        by = {"item_id": task.id, "by_id": rights.reader_id(request), "at": timezone.now()}
        with attempts.in_form(form):
            way.call(by, form.cleaned_data)
            messages.success(request, str(way.done))
            return redirect("workbench:case", number=number)
    title, icon = TITLES[what]
    context = {
        "form": form, "title": title, "number": number, "submit": title,
        "icon": icon, "kind": "primary", "back": reverse("workbench:case", args=[number]),
        "note": task.step_title,
    }  # fmt: skip
    return lists.show(request, "workbench/cases/act.html", context)


def _item(file: CaseFile, item: int) -> WorkItemView:
    """Return an open task of the case. Raises Http404."""
    for one in file.tasks:
        if one.id == item:
            return one
    raise Http404
