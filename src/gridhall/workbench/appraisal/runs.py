"""Runs: started, watched, published by a second person, discarded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.appraisal import selectors, services
from gridhall.appraisal.errors import AppraisalNotFound
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import specs, words
from .forms import RunForm
from .samples import units


@employee("appraisal.read")
def runs(request: HttpRequest) -> HttpResponseBase:
    """List the runs of the reader's units."""
    state = specs.RUNS.read(request.GET)
    ask: dict[str, Any] = {
        "scope": rights.scope(request), "status": state.filters["status"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(lambda after: selectors.runs_page(after=after, limit=500, **ask))
        return lists.export(request, spec=specs.RUNS, state=state, rows=rows, name="runs")
    table = lists.table(
        request, spec=specs.RUNS, state=state,
        page=tables.keyset_page(selectors.runs_page(**lists.keyset(state), **ask)),
        row_url=lambda row: reverse("workbench:appraisal_run", args=[row.pk]),
    )  # fmt: skip
    may_manage = rights.may(request, "appraisal.manage")
    context = {
        "tabs": words.tabs(request, "appraisal_runs"), "table": table,
        "heading": _("Appraisal runs"),
        "new_url": reverse("workbench:new_appraisal_run") if may_manage else "",
        "new_label": _("New appraisal"),
    }  # fmt: skip
    return render(request, "workbench/appraisal/list.html", context)


@employee("appraisal.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Start a run; a job works it out."""
    form = RunForm(request.POST or None, units=units(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with attempts.in_form(form):
            run = services.start_run(
                organisation_id=data["organisation"], first=data["first"], last=data["last"],
                scope=rights.scope(request), by_id=rights.reader_id(request), at=timezone.now(),
            )  # fmt: skip
            return redirect("workbench:appraisal_run", pk=run.pk)
    context = {
        "form": form, "heading": _("New appraisal"), "back": reverse("workbench:appraisal_runs"),
        "submit": _("Work out"),
        "hint": _("Everybody of the unit who handles cases; what is known now is frozen."),
    }  # fmt: skip
    return lists.show(request, "workbench/appraisal/form.html", context)


@employee("appraisal.read")
def run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one run with the newest result of everybody in it."""
    found = selectors.run_of(scope=rights.scope(request), pk=pk)
    if found is None:
        raise Http404
    state = specs.RESULTS.read(request.GET)
    ask: dict[str, Any] = {
        "scope": rights.scope(request), "run_id": pk, "text": state.filters["q"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(lambda after: selectors.results_page(after=after, limit=500, **ask))
        return lists.export(request, spec=specs.RESULTS, state=state, rows=rows, name="appraisal")
    table = lists.table(
        request, spec=specs.RESULTS, state=state,
        page=tables.keyset_page(selectors.results_page(**lists.keyset(state), **ask)),
        row_url=lambda row: reverse("workbench:appraisal_result", args=[row.pk]),
    )  # fmt: skip
    may_manage = "appraisal.manage" in rights.actions_at(request, found.run.organisation_id)
    context = {
        "found": found, "run": found.run, "table": table, "status": words.RUNS[found.run.status],
        "may_publish": may_manage and found.run.status == "READY",
        "may_cancel": may_manage and found.run.status in ("RUNNING", "READY"),
    }  # fmt: skip
    return render(request, "workbench/appraisal/run.html", context)


@require_POST
@employee("appraisal.manage")
def ask_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second person to publish a run."""
    with attempts.told(request, missing=AppraisalNotFound):
        services.ask_publication(
            pk=pk, scope=rights.scope(request), reason=request.POST.get("reason", "")[:300],
            by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Asked: a second person publishes it under “Approvals”."))
    return redirect("workbench:appraisal_run", pk=pk)


@require_POST
@employee("appraisal.manage")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard a run that is not published."""
    with attempts.told(request, missing=AppraisalNotFound):
        services.cancel_run(
            pk=pk, scope=rights.scope(request), reason=request.POST.get("reason", "")[:300],
            by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The run is discarded; it stays readable."))
    return redirect("workbench:appraisal_run", pk=pk)
