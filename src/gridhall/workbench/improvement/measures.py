"""Weak points and the measures against them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation import language
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.servicedesk import selectors as desk
from gridhall.servicedesk import services
from gridhall.ui import attempts, tables
from gridhall.ui.errors import as_text
from gridhall.workbench import lists, rights

from . import parts, specs, words
from .forms import MeasureForm


@employee("cases.improve")
def weak_points(request: HttpRequest) -> HttpResponse:
    """Show what stands out, by which rule and with which figures."""
    found = desk.weak_points(scope=rights.scope(request), on=timezone.localdate())
    rows = [
        {"point": point, "rule": language.either(point.rule.name_zh, point.rule.name_en),
         "label": words.called(point.rule.dimension, point.line.label), "why": words.why(point),
         "dimension": words.DIMENSIONS[point.rule.dimension],
         "cases_url": parts.cases_url(point),
         "plan_url": f"{reverse('workbench:measure_new')}?point={point.key}"}
        for point in found
    ]  # fmt: skip
    return render(request, "workbench/improvement/weak_points.html", {"rows": rows})


@employee("cases.improve")
def measures(request: HttpRequest) -> HttpResponseBase:
    """List the measures of the reader's units."""
    scope, on = rights.scope(request), timezone.localdate()
    state = specs.MEASURES.read(request.GET)
    whose = state.filters["whose"]
    filters = desk.MeasureFilters(
        kind=state.filters["kind"], status=state.filters["status"], text=state.filters["q"],
        owner_id=rights.reader_id(request) if whose == "mine" else None,
        overdue_on=on if whose == "late" else None,
    )  # fmt: skip
    narrowed: dict[str, Any] = {"scope": scope, "filters": filters}
    if state.export:
        rows = lists.everything(
            lambda after: desk.measures_page(after=after, limit=500, **narrowed)
        )
        return lists.export(
            request, spec=specs.MEASURES, state=state, rows=map(parts.row, rows), name="measures"
        )
    page: Any = desk.measures_page(**narrowed, **lists.keyset(state))
    shown = replace(page, rows=tuple(parts.row(one) for one in page.rows))
    table = lists.table(
        request, spec=specs.MEASURES, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: reverse("workbench:measure", args=[row["number"]]),
    )  # fmt: skip
    return render(request, "workbench/improvement/measures.html", {"table": table})


@employee("cases.improve")
def new_measure(request: HttpRequest) -> HttpResponse:
    """Plan a measure against a weak point, which brings its figures along."""
    scope, on = rights.scope(request), timezone.localdate()
    point = desk.weak_point(scope=scope, on=on, key=request.GET.get("point", "")[:100])
    if point is None:
        messages.info(request, _("Choose the weak point that the measure is against."))
        return redirect("workbench:weak_points")
    units = [(unit.pk, unit.name) for unit in identity.organisations(scope=scope)]
    form = MeasureForm(units, _people(on), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            row = services.create_measure(
                new=_new(form, point), by_id=rights.reader_id(request), at=timezone.now()
            )
            messages.success(request, _("Measure {number} is planned.").format(number=row.number))
            return redirect("workbench:measure", number=row.number)
    context = {
        "form": form, "why": words.why(point), "action": request.get_full_path(),
        "label": words.called(point.rule.dimension, point.line.label),
        "dimension": words.DIMENSIONS[point.rule.dimension],
    }  # fmt: skip
    return lists.show(request, "workbench/improvement/measure_new.html", context)


@employee("cases.improve")
def measure(request: HttpRequest, number: str) -> HttpResponse:
    """Show a measure: steps, evidence, supervision, effect, history, and what can be done."""
    return page(request, number)


@require_POST
@employee("cases.improve")
def act(request: HttpRequest, number: str, deed: str) -> HttpResponse:
    """Do something about a measure; which, says the address."""
    known = parts.DEEDS.get(deed)
    if known is None:
        raise Http404
    desk.measure_of(number=number, scope=rights.scope(request))
    form = known.form(request.POST) if known.form else None
    if form is not None and not form.is_valid():
        return page(request, number, form=form, deed=deed)
    typed = dict(form.cleaned_data) if form else {"reason": request.POST.get("reason", "")[:300]}
    try:
        known.do(
            number=number, by_id=rights.reader_id(request), at=timezone.now(), typed=typed,
            position=lists.whole_number(request.POST.get("position", "")) or 0,
        )  # fmt: skip
    except GridHallError as error:
        if getattr(error, "status", 0) == 404:
            raise
        messages.error(request, as_text(error))
    else:
        messages.success(request, _("Noted."))
    return redirect("workbench:measure", number=number)


def page(request: HttpRequest, number: str, *, form: Any = None, deed: str = "") -> HttpResponse:
    """Return the page of a measure, with a form that was filled in wrongly in its place."""
    found = desk.measure_of(number=number, scope=rights.scope(request))
    context = parts.page(found, reader_id=rights.reader_id(request), on=timezone.localdate())
    if form is not None:
        context[f"{deed.replace('-', '_')}_form"] = form
    return render(
        request, "workbench/improvement/measure.html", context, status=422 if form else 200
    )


def _people(on: Any) -> list[tuple[int, str]]:
    ids = identity.who_may(action="cases.improve", on=on)
    names = identity.names_of_people(user_ids=ids)
    return sorted(names.items(), key=lambda pair: pair[1])


def _new(form: MeasureForm, point: Any) -> services.NewMeasure:
    typed = form.cleaned_data
    return services.NewMeasure(
        kind=typed["kind"], title=typed["title"], text=typed["text"],
        organisation_id=typed["organisation"], owner_id=typed["owner"],
        supervisor_id=typed["supervisor"], due_on=typed["due_on"], steps=form.steps(),
        dimension=point.rule.dimension, value=point.line.value, found=point.figures(),
        case_kind=point.rule.kinds[0] if len(point.rule.kinds) == 1 else "",
    )  # fmt: skip
