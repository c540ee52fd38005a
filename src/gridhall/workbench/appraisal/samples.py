"""Samples of finished work: drawn, scored, looked at."""

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
from gridhall.appraisal.selectors import SampleFilters
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import specs, words
from .forms import DrawForm, ScoreForm
from .own import lines


def units(request: HttpRequest) -> list[tuple[str, Any]]:
    """Return the units of the reader as choices."""
    return [(str(one.pk), one.name) for one in identity.organisations(scope=rights.scope(request))]


@employee("appraisal.read")
def samples(request: HttpRequest) -> HttpResponseBase:
    """List the samples of the reader's units."""
    state = specs.SAMPLES.read(request.GET)
    asked = state.filters
    ask: dict[str, Any] = {
        "scope": rights.scope(request),
        "filters": SampleFilters(
            status=asked["status"], text=asked["q"], month=lists.month(asked["month"])
        ),
    }  # fmt: skip
    if state.export:
        rows = lists.everything(lambda after: selectors.samples_page(after=after, limit=500, **ask))
        return lists.export(request, spec=specs.SAMPLES, state=state, rows=rows, name="samples")
    table = lists.table(
        request, spec=specs.SAMPLES, state=state,
        page=tables.keyset_page(selectors.samples_page(**lists.keyset(state), **ask)),
        row_url=lambda row: reverse("workbench:quality_sample", args=[row.pk]),
    )  # fmt: skip
    may_draw = rights.may(request, "quality.sample")
    context = {
        "tabs": words.tabs(request, "quality_samples"), "table": table,
        "heading": _("Quality samples"),
        "new_url": reverse("workbench:draw_samples") if may_draw else "",
        "new_label": _("Draw samples"),
    }  # fmt: skip
    return render(request, "workbench/appraisal/list.html", context)


@employee("quality.sample")
def draw(request: HttpRequest) -> HttpResponse:
    """Draw the samples of a unit and month, once."""
    form = DrawForm(request.POST or None, units=units(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with attempts.in_form(form):
            drawn = services.draw_samples(
                organisation_id=data["organisation"], month=data["month"],
                scope=rights.scope(request), by_id=rights.reader_id(request), at=timezone.now(),
            )  # fmt: skip
            text = _("Drawn from {population} finished cases of {people} people; seed {seed}.")
            messages.success(
                request,
                text.format(population=drawn.population, people=drawn.people, seed=drawn.seed),
            )
            return redirect("workbench:quality_samples")
    context = {
        "form": form, "heading": _("Draw samples"), "back": reverse("workbench:quality_samples"),
        "submit": _("Draw"),
        "hint": _("Once a unit and month: nobody draws again until it suits."),
    }  # fmt: skip
    return lists.show(request, "workbench/appraisal/form.html", context)


@employee("appraisal.read")
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one sample, with the form to score it for who may."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, form: ScoreForm | None = None) -> HttpResponse:
    found = selectors.sample_of(scope=rights.scope(request), pk=pk)
    if found is None:
        raise Http404
    row = found.sample
    may_score = (
        row.status == "DRAWN" and row.person_id != rights.reader_id(request)
        and "quality.sample" in rights.actions_at(request, row.organisation_id)
    )  # fmt: skip
    if may_score and form is None:
        form = ScoreForm(criteria=found.criteria)
    context = {
        "found": found, "sample": row, "lines": lines(found), "form": form if may_score else None,
    }  # fmt: skip
    return lists.show(request, "workbench/appraisal/sample.html", context)


@require_POST
@employee("quality.sample")
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """Score a sample."""
    found = selectors.sample_of(scope=rights.scope(request), pk=pk)
    if found is None:
        raise Http404
    form = ScoreForm(request.POST, criteria=found.criteria)
    if not form.is_valid():
        return _page(request, pk, form)
    with attempts.told(request, missing=AppraisalNotFound):
        done = services.score_sample(
            pk=pk, marks=form.marks(), comment=form.cleaned_data["comment"],
            scope=rights.scope(request), by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        text = _("Sample {number}: {points} points. The person was told.")
        messages.success(request, text.format(number=done.case_number, points=done.points))
        return redirect("workbench:quality_samples")
    return redirect("workbench:quality_sample", pk=pk)
