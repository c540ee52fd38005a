"""Objections: looked at and decided by somebody who is not concerned."""

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
from .forms import DecideForm


@employee("appraisal.read")
def objections(request: HttpRequest) -> HttpResponseBase:
    """List the objections of the reader's units."""
    state = specs.OBJECTIONS.read(request.GET)
    ask: dict[str, Any] = {
        "scope": rights.scope(request), "status": state.filters["status"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: selectors.objections_page(after=after, limit=500, **ask)
        )
        return lists.export(
            request, spec=specs.OBJECTIONS, state=state, rows=rows, name="objections"
        )
    table = lists.table(
        request, spec=specs.OBJECTIONS, state=state,
        page=tables.keyset_page(selectors.objections_page(**lists.keyset(state), **ask)),
        row_url=lambda row: reverse("workbench:objection", args=[row.pk]),
    )  # fmt: skip
    context = {
        "tabs": words.tabs(request, "objections"), "table": table, "heading": _("Objections"),
    }  # fmt: skip
    return render(request, "workbench/appraisal/list.html", context)


@employee("appraisal.read")
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one objection with the line it is about."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, form: DecideForm | None = None) -> HttpResponse:
    row = selectors.objection_of(scope=rights.scope(request), pk=pk)
    if row is None:
        raise Http404
    reader = rights.reader_id(request)
    result = selectors.result_of(
        pk=row.result_id, reader_id=reader, scope=rights.scope(request), on=timezone.localdate()
    )
    if result is None:
        raise Http404
    run = result.result.run
    may_decide = (
        row.status == "FILED" and reader not in (row.person_id, run.created_by_id)
        and "appraisal.decide" in rights.actions_at(request, row.organisation_id)
    )  # fmt: skip
    context = {
        "row": row, "part": words.PARTS[row.part], "status": words.OBJECTIONS[row.status],
        "lines": [
            words.explained(one.line, run.scheme, result.result.weight_used)
            for one in result.lines if one.line.part == row.part
        ],
        "form": (form or DecideForm(initial={"uphold": "no"})) if may_decide else None,
    }  # fmt: skip
    return lists.show(request, "workbench/appraisal/objection.html", context)


@require_POST
@employee("appraisal.decide")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn an objection down, or replace the result by a corrected one."""
    if selectors.objection_of(scope=rights.scope(request), pk=pk) is None:
        raise Http404
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    with attempts.in_form(form, missing=AppraisalNotFound):
        services.decide_objection(
            pk=pk, correction=form.correction(), answer=form.cleaned_data["answer"],
            scope=rights.scope(request), by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Decided; the person was told."))
        return redirect("workbench:objections")
    return _page(request, pk, form)
