"""Moving running cases to the version in force: preview, start, progress, taking back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.processes import library, mapping, migrating, wording
from gridhall.foundation.processes.definition import Definition
from gridhall.kernel.errors import GridHallError
from gridhall.ui import attempts, tables
from gridhall.ui.errors import as_text
from gridhall.ui.figures import Status
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import parts, specs
from .editing import MANAGE
from .pages import READ, find

if TYPE_CHECKING:
    from gridhall.foundation.processes.models import MigratedInstance, Migration, ProcessDefinition

TONES: dict[str, tuple[Any, str]] = {
    "MOVED": ("success", "circle-check"),
    "KEPT": ("warning", "lock"),
    "REVERSED": ("neutral", "arrow-back-up"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a move did with one case."""

    subject: str
    unit: str
    step: str
    status: Status
    why: str
    at: datetime
    act: str


def _mapping(request: HttpRequest) -> dict[str, str]:
    """Return which step takes the place of which, from fields called ``to_<step>``."""
    given = request.POST if request.method == "POST" else request.GET
    pairs = {key[3:]: given[key] for key in given if key.startswith("to_")}
    return {here: str(there)[:40] for here, there in pairs.items() if there}


def _target(row: ProcessDefinition) -> ProcessDefinition:
    found = library.in_force(row.code)
    if found is None or found.pk == row.pk:
        raise Http404
    return found


@employee(MANAGE)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where running cases stand and where they would stand; nothing is moved."""
    return _preview(request, pk)


def _preview(request: HttpRequest, pk: int, fault: str = "") -> HttpResponse:
    row = find(pk)
    target = _target(row)
    wanted = _mapping(request)
    try:
        found = migrating.preview(source_id=row.pk, target_id=target.pk, mapping=wanted)
    except GridHallError as error:
        fault, wanted = as_text(error), {}
        found = migrating.preview(source_id=row.pk, target_id=target.pk)
    new = library.definition_of(target)
    context = {
        "row": row, "target": target, "title": parts.title_of(row), "found": found,
        "lines": [_line(one, wanted) for one in found.standing],
        "steps": _steps(new) if new else [], "wanted": wanted.items(), "fault": fault,
        "new_picture": parts.picture(new, name="new"),
    }  # fmt: skip
    return render(request, "workbench/processes/move.html", context, status=422 if fault else 200)


def _line(one: migrating.Standing, wanted: dict[str, str]) -> dict[str, Any]:
    return {
        "step": one.step, "title": one.title, "count": one.count, "target": one.target,
        "why": mapping.why_label(one.why) if one.why else "", "labels": one.labels,
        "wanted": wanted.get(one.step, one.target),
    }  # fmt: skip


def _steps(definition: Definition) -> list[tuple[str, str]]:
    return [
        (step.id, f"{wording.kind_label(step.kind)}: {step.title}")
        for step in definition.steps.values()
    ]


@require_POST
@employee(MANAGE)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker move the running cases."""
    row = find(pk)
    try:
        found = migrating.begin(
            source_id=row.pk, target_id=_target(row).pk, mapping=_mapping(request),
            reason=request.POST.get("reason", ""), by_id=rights.reader_id(request),
            at=timezone.now(),
        )  # fmt: skip
    except GridHallError as error:
        return _preview(request, pk, as_text(error))
    return redirect("workbench:case_move", pk=found.pk)


def _migration(pk: int) -> Migration:
    found = library.migration(pk)
    if found is None:
        raise Http404
    return found


def _progress(found: Migration) -> dict[str, Any]:
    counts = library.counts_of(found.pk)
    left = migrating.extent(migration_id=found.pk) if found.status == "RUNNING" else 0
    done = sum(counts.values())
    return {
        "move": found, "done": done, "total": done + left,
        "moved": counts.get("MOVED", 0), "kept": counts.get("KEPT", 0),
        "reversed": counts.get("REVERSED", 0),
    }  # fmt: skip


@employee(READ)
def migration(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one move: how far it is, and what it did with each case."""
    found = _migration(pk)
    state = specs.MOVED.read(request.GET)
    rows = library.moved(migration_id=pk, status=state.filters["status"], text=state.filters["q"])
    manage = parts.may_manage(request)
    if state.export:
        shown = (_row(one, request, manage=False) for one in rows.iterator())
        return lists.export(request, spec=specs.MOVED, state=state, rows=shown, name="cases")
    page = tables.list_page(rows, state)  # type: ignore[arg-type]
    visible = [_row(one, request, manage=manage) for one in page.rows]
    table = lists.table(
        request, spec=specs.MOVED, state=state,
        page=tables.number_page(visible, state, total=page.total),
    )  # fmt: skip
    context = _progress(found) | {
        "table": table, "title": parts.title_of(found.source),
        "acts": sentences.timeline(
            audit.history_of_object(object_type="process_migration", object_id=str(pk))
        ),
    }  # fmt: skip
    return render(request, "workbench/processes/migration.html", context)


def _row(one: MigratedInstance, request: HttpRequest, *, manage: bool) -> Row:
    tone, icon = TONES[one.status]
    act = ""
    if manage and one.status == "MOVED":
        act = render_to_string("workbench/processes/_take_back.html", {"row": one}, request)
    return Row(
        subject=one.instance.subject_label, unit=str(one.instance.organisation), step=one.step,
        status=Status(one.get_status_display(), tone, icon),
        why=mapping.why_label(one.why) if one.why else "", at=one.at, act=act,
    )  # fmt: skip


@employee(READ)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a move is; asked every two seconds, reloads the page when it is done."""
    found = _migration(pk)
    if found.status != "RUNNING":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "workbench/processes/_progress.html", _progress(found))


@require_POST
@employee(MANAGE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one case back to its former version."""
    row = library.migrated(pk)
    if row is None:
        raise Http404
    with attempts.told(request):
        migrating.take_back(
            row_id=pk, by_id=rights.reader_id(request), at=timezone.now(),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
        text = _("{subject} is back at {version}.")
        messages.success(
            request,
            text.format(subject=row.instance.subject_label, version=row.migration.source),
        )
    return redirect(reverse("workbench:case_move", args=[row.migration_id]))
