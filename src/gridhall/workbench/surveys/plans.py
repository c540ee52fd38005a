"""Plans: whom to ask."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.engagement import selectors, services
from gridhall.engagement.errors import SurveyNotFound
from gridhall.foundation import language
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import specs, words
from .forms import EndForm, PlanForm

START: dict[str, Any] = {
    "share_percent": 100, "min_days_between": 30, "reminder_after_days": 3,
    "expires_after_days": 7,
}  # fmt: skip


@employee("surveys.read")
def plans(request: HttpRequest) -> HttpResponseBase:
    """List the plans of the reader's units and of the company."""
    state = specs.PLANS.read(request.GET)
    scope = rights.scope(request)
    found = selectors.plans(
        scope=scope, on=timezone.localdate(), with_ended=bool(state.filters["ended"])
    )
    if state.export:
        return lists.export(request, spec=specs.PLANS, state=state, rows=found, name="plans")
    may_manage = rights.may(request, "surveys.manage")
    table = lists.table(
        request, spec=specs.PLANS, state=state, page=tables.list_page(found, state),
        row_url=(lambda row: reverse("workbench:end_survey_plan", args=[row.pk]))
        if may_manage else None,
    )  # fmt: skip
    context = {
        "tabs": words.tabs(request, "survey_plans"), "table": table, "heading": _("Plans"),
        "new_url": reverse("workbench:new_survey_plan") if may_manage else "",
        "new_label": _("New survey plan"),
    }  # fmt: skip
    return render(request, "workbench/surveys/list.html", context)


@employee("surveys.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    scope, now = rights.scope(request), timezone.now()
    units: list[tuple[str, Any]] = [
        (str(unit.pk), unit.name)
        for unit in identity.organisations(scope=scope) if unit.level != "TEAM"
    ]  # fmt: skip
    if scope.everything:
        units.insert(0, ("", _("Whole company")))
    papers = [
        (one.code, language.either(one.title_zh, one.title_en))
        for one in selectors.questionnaires(status="PUBLISHED")
    ]
    form = PlanForm(
        request.POST or None, units=units, papers=papers,
        initial={**START, "valid_from": timezone.localdate()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.create_plan(
                new=form.new(), scope=scope, by_id=rights.reader_id(request), at=now
            )
            messages.success(request, _("The plan holds from its first day on."))
            return redirect("workbench:survey_plans")
    context = {
        "form": form, "heading": _("New survey plan"), "back": reverse("workbench:survey_plans"),
        "submit": _("Begin the plan"),
    }  # fmt: skip
    return lists.show(request, "workbench/surveys/form.html", context)


@employee("surveys.manage")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one plan and let it end."""
    scope, now = rights.scope(request), timezone.now()
    plan = selectors.plan_of(scope=scope, pk=pk)
    if plan is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"valid_to": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form, missing=SurveyNotFound):
            services.end_plan(
                pk=pk, scope=scope, by_id=rights.reader_id(request), at=now, **form.cleaned_data
            )
            messages.success(request, _("The plan ends; what was asked stays."))
            return redirect("workbench:survey_plans")
    context = {
        "form": form, "plan": plan, "kind": dict(words.PLAN_KINDS)[plan.kind],
        "may_end": selectors.may_hold(scope, plan.organisation_id),
    }  # fmt: skip
    return lists.show(request, "workbench/surveys/plan.html", context)
