"""One's own appraisal: every number explained, and the way to object."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.appraisal import selectors, services
from gridhall.appraisal.errors import AppraisalNotFound
from gridhall.appraisal.selectors import ResultView
from gridhall.foundation import language
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts
from gridhall.workbench import lists, rights

from . import words
from .forms import ObjectForm


@employee("appraisal.own")
def mine(request: HttpRequest) -> HttpResponse:
    """Show the reader's own results, samples, objections and records."""
    reader, today = rights.reader_id(request), timezone.localdate()
    results = selectors.own_results(person_id=reader, on=today)
    context = {
        "tabs": words.tabs(request, "my_appraisal"),
        "results": [_result(one) for one in results],
        "newest": _result(results[0]) if results else None,
        "samples": selectors.own_samples(person_id=reader),
        "objections": [_objection(one) for one in selectors.own_objections(person_id=reader)],
        "records": [
            {"row": one, "kind": words.RECORDS[one.kind]}
            for one in selectors.own_recognitions(person_id=reader)
        ],
    }  # fmt: skip
    return render(request, "workbench/appraisal/mine.html", context)


def _result(found: ResultView) -> dict[str, Any]:
    row = found.result
    return {
        "view": found, "row": row, "total": words.total(row), "band": words.band(row),
        "lines": [
            words.explained(one.line, row.run.scheme, row.weight_used) for one in found.lines
        ],
        "scheme": row.run.scheme,
    }  # fmt: skip


def _objection(row: Any) -> dict[str, Any]:
    return {"row": row, "part": words.PARTS[row.part], "status": words.OBJECTIONS[row.status]}


@employee("")
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one result whole: the reader's own, or one of her units."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, form: ObjectForm | None = None) -> HttpResponse:
    reader, today = rights.reader_id(request), timezone.localdate()
    scope = identity.scope_of(user_id=reader, action="appraisal.read", on=today)
    found = selectors.result_of(pk=pk, reader_id=reader, scope=scope, on=today)
    if found is None:
        raise Http404
    context = {
        **_result(found), "person": str(found.result.person), "form": form or ObjectForm(),
        "is_own": found.result.person_id == reader, "may_object": found.may_object,
        "objections": [_objection(one) for one in found.objections],
        "run_state": words.RUNS[found.result.run.status],
    }  # fmt: skip
    return lists.show(request, "workbench/appraisal/result.html", context)


@require_POST
@employee("appraisal.own")
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """File an objection to a part of one's own result."""
    form = ObjectForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    with attempts.in_form(form, missing=AppraisalNotFound):
        services.file_objection(
            result_id=pk, person_id=rights.reader_id(request), at=timezone.now(),
            **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, _("Your objection is filed; somebody else decides it."))
        return redirect("workbench:appraisal_result", pk=pk)
    return _page(request, pk, form)


@require_POST
@employee("appraisal.own")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own objection back."""
    with attempts.told(request, missing=AppraisalNotFound):
        services.withdraw_objection(pk=pk, person_id=rights.reader_id(request), at=timezone.now())
    return redirect("workbench:my_appraisal")


@employee("appraisal.own")
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a scored sample of the reader's own work; that she looked is noted."""
    reader = rights.reader_id(request)
    found = selectors.own_sample(pk=pk, person_id=reader)
    if found is None:
        raise Http404
    services.mark_seen(pk=pk, person_id=reader, at=timezone.now())
    context = {"found": found, "sample": found.sample, "lines": lines(found), "form": None}
    return render(request, "workbench/appraisal/sample.html", context)


def lines(found: selectors.SampleView) -> list[dict[str, Any]]:
    """Return the criteria of a sample with mark and points."""
    marks = dict(words.MARKS)
    return [
        {"label": language.either(one.zh, one.en), "weight": one.weight,
         "rules": [language.either(rule["zh"], rule["en"]) for rule in one.rules],
         "mark": marks.get(str(one.mark), "") if one.mark is not None else "",
         "points": words.points_of(one.weight, one.mark)}
        for one in found.criteria
    ]  # fmt: skip
