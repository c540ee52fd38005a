"""The list of processes, a process with its versions, a version with its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gridhall.foundation import language
from gridhall.foundation.approvals import selectors as approvals
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.processes import bpmn, comparing, library, publishing
from gridhall.ui import tables
from gridhall.workbench import lists
from gridhall.workbench.audit import sentences

from . import parts, specs

if TYPE_CHECKING:
    from gridhall.foundation.processes.models import ProcessDefinition

READ = "processes.read"
FORMATS = {"yaml": "application/yaml", "bpmn": "application/xml"}


@employee(READ)
def processes(request: HttpRequest) -> HttpResponseBase:
    """Show all processes with the version in force and how many run."""
    state = specs.PROCESSES.read(request.GET)
    rows = [parts.row(one) for one in library.processes(text=state.filters["q"])]
    if state.export:
        return lists.export(request, spec=specs.PROCESSES, state=state, rows=rows, name="processes")
    table = lists.table(
        request, spec=specs.PROCESSES, state=state, page=tables.list_page(rows, state),
        row_url=lambda row: reverse("workbench:process", args=[row.code]),
    )  # fmt: skip
    context = {"table": table, "may_manage": parts.may_manage(request)}
    return render(request, "workbench/processes/list.html", context)


@employee(READ)
def process(request: HttpRequest, code: str) -> HttpResponse:
    """Show one process: its picture, its versions, what was moved from one to another."""
    rows = library.versions_of(code)
    if not rows:
        raise Http404
    shown = next((row for row in rows if row.status == "PUBLISHED"), rows[0])
    counts = library.running_counts()
    found = [parts.version_row(row, counts.get(row.pk, 0)) for row in rows]
    state = specs.VERSIONS.read(request.GET)
    table = lists.table(
        request, spec=specs.VERSIONS, state=state,
        page=tables.Page(rows=found, total=len(found)),
        row_url=lambda row: reverse("workbench:process_version", args=[row.id]),
    )  # fmt: skip
    context = {
        "title": parts.title_of(shown), "code": code, "shown": shown,
        "status": parts.status_of(shown), "table": table,
        "picture": parts.picture(library.definition_of(shown)),
        "moves": library.migrations_of(code), "may_manage": parts.may_manage(request),
        "outdated": [row for row in found if row.running and row.id != shown.pk],
    }  # fmt: skip
    return render(request, "workbench/processes/process.html", context)


def find(pk: int) -> ProcessDefinition:
    """Return one version; 404 if there is none."""
    found = library.version(pk)
    if found is None:
        raise Http404
    return found


@employee(READ)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: its picture, its text, who did what, and what can be done with it."""
    row = find(pk)
    before = [one for one in library.versions_of(row.code) if one.pk != row.pk]
    current = next((one for one in before if one.status == "PUBLISHED"), None)
    definition = library.definition_of(row)
    asked = approvals.request_of_subject(
        kind=publishing.PUBLISH, subject_type=publishing.SUBJECT, subject_id=row.pk
    )
    waiting = next((one for one in asked if one.status == "WAITING"), None)
    is_draft = row.status == "DRAFT"
    manage = parts.may_manage(request)
    context = {
        "row": row, "title": parts.title_of(row), "status": parts.status_of(row),
        "picture": parts.picture(definition), "definition": definition, "others": before,
        "waiting": waiting, "running": library.running_counts().get(row.pk, 0),
        "lines": row.text.count("\n"), "may_edit": manage and is_draft and not waiting,
        "may_manage": manage, "may_retire": manage and row.status == "PUBLISHED",
        "may_move": manage and row.status == "RETIRED" and current is not None,
        "against": current or (before[0] if before else None), "current": current,
        "acts": sentences.timeline(
            audit.history_of_object(object_type=publishing.SUBJECT, object_id=str(row.pk))
        ),
        "changed": _changed(row, current) if is_draft else None,
    }  # fmt: skip
    return render(request, "workbench/processes/version.html", context)


def _changed(
    row: ProcessDefinition, current: ProcessDefinition | None
) -> comparing.Comparison | None:
    """Return how a draft differs from the version in force."""
    new = library.definition_of(row)
    old = library.definition_of(current) if current else None
    return comparing.compare(old, new) if old and new else None


@employee(READ)
def download(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    """Hand out a version as YAML or as BPMN 2.0."""
    row = find(pk)
    if fmt not in FORMATS:
        raise Http404
    data: bytes | str = row.text
    if fmt == "bpmn":
        definition = library.definition_of(row)
        if definition is None:
            raise Http404
        data = bpmn.to_bpmn(definition, language=language.active())
    name = f"{row.code}-v{row.version}.{fmt}"
    return HttpResponse(
        data, content_type=f"{FORMATS[fmt]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
