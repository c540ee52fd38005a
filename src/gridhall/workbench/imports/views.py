"""Importing files: upload, check, confirm, watch, and take the error file home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.imports import selectors, services
from gridhall.journeys.file_import import services as file_import
from gridhall.ui import attempts, exports, tables
from gridhall.workbench import lists

from . import parts, specs
from .faults import fault_table
from .forms import UploadForm

if TYPE_CHECKING:
    from gridhall.foundation.imports.models import ImportBatch

ACTION = "imports.run"
ROWS_SHOWN = 8


@employee(ACTION)
def imports(request: HttpRequest) -> HttpResponseBase:
    """Show the imports of the reader's organisations and her own."""
    state = specs.BATCHES.read(request.GET)
    found = selectors.batches(
        scope=request.scope,  # type: ignore[attr-defined]
        user_id=request.user.pk,
        **state.filters,
    )
    if state.export:
        return lists.export(request, spec=specs.BATCHES, state=state, rows=found, name="imports")
    page = tables.list_page(found, state)  # type: ignore[arg-type]
    table = lists.table(request, spec=specs.BATCHES, state=state, page=page, row_url=_address)
    return render(request, "workbench/imports/list.html", {"table": table})


@employee(ACTION)
def new_import(request: HttpRequest) -> HttpResponseBase:
    """Take a file, check it, and show what would happen; nothing is imported yet."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with attempts.in_form(form, "file"):
            batch = file_import.preview_upload(
                name=file.name, chunks=file.chunks(), at=timezone.now(), actor_id=request.user.pk,
            )  # fmt: skip
            return redirect("workbench:import_batch", pk=batch.pk)
    return lists.show(request, "workbench/imports/new.html", {"form": form})


@employee(ACTION)
def import_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one import: what the check found, how far it is, or what came of it."""
    batch = _batch(request, pk)
    context: dict[str, Any] = {
        "batch": batch,
        "sheet": parts.sheet_label(batch),
        "status": parts.status_of(batch),
        "steps": parts.steps_of(batch),
        "stats": parts.stats_of(batch),
        "table": fault_table(request, batch),
        "failure": selectors.failure_text(batch=batch),
        "good": batch.rows_total - batch.rows_refused,
        "has_faults": bool(batch.rows_refused or batch.rows_warned),
    }
    if batch.status == "PREVIEWED":
        context["columns"] = parts.columns_of(batch)
        context["first_rows"] = parts.preview_rows(batch, ROWS_SHOWN)
    return render(request, "workbench/imports/batch.html", context)


@employee(ACTION)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far an import is; asked every two seconds, reloads the page when it is done."""
    batch = _batch(request, pk)
    if not batch.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "workbench/imports/_progress.html", {"batch": batch})


@require_POST
@employee(ACTION)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a checked file to the worker."""
    batch = _batch(request, pk)
    with attempts.told(request):
        services.enqueue(batch_id=batch.pk)
    return redirect("workbench:import_batch", pk=pk)


@require_POST
@employee(ACTION)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a checked file: nothing of it gets in."""
    batch = _batch(request, pk)
    with attempts.told(request):
        services.discard(batch_id=batch.pk, at=timezone.now())
        messages.success(request, _("{file} is discarded.").format(file=batch.document.name))
        return redirect("workbench:imports")
    return redirect("workbench:import_batch", pk=pk)


@employee(ACTION)
def errors(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Return the error file: each fault in plain words beside its row; who took it is kept."""
    batch = _batch(request, pk)
    fmt = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    audit.record(
        action="imports.errors_downloaded", at=timezone.now(), actor_id=request.user.pk,
        object_type="import_batch", object_id=batch.pk, object_label=batch.document.name,
        organisation_id=batch.organisation_id, changes={"format": fmt},
        request_id=request.request_id,  # type: ignore[attr-defined]
    )  # fmt: skip
    return exports.respond(
        request=request, fmt=fmt, columns=parts.error_columns(batch),
        rows=list(parts.error_rows(batch)),
        name=_("Errors of {file}").format(file=batch.document.name.rpartition(".")[0]),
    )  # fmt: skip


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    scope = request.scope  # type: ignore[attr-defined]
    found = selectors.batch(batch_id=pk, scope=scope, user_id=request.user.pk)
    if found is None:
        raise Http404
    return found


def _address(batch: ImportBatch) -> str:
    return reverse("workbench:import_batch", args=[batch.pk])
