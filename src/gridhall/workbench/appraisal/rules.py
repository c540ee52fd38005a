"""Schemes, sampling plans and score cards: dated, with their source."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.appraisal import selectors, services
from gridhall.foundation import language
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts
from gridhall.workbench import lists, rights

from . import words
from .forms import SamplePlanForm, SchemeForm
from .samples import units

COPIED = (
    "weight_standards", "weight_ratings", "weight_samples", "weight_complaints", "min_standards",
    "min_ratings", "min_samples", "min_cases", "min_weight", "deduction", "objection_days",
)  # fmt: skip


@employee("appraisal.read")
def rules(request: HttpRequest) -> HttpResponse:
    """Show every scheme, sampling plan and card."""
    context = {
        "tabs": words.tabs(request, "appraisal_rules"), "schemes": selectors.all_schemes(),
        "plans": selectors.sample_plans(scope=rights.scope(request)),
        "cards": [
            {"row": one, "title": language.either(one.title_zh, one.title_en)}
            for one in selectors.cards()
        ],
        "may_manage": rights.may(request, "appraisal.manage"),
    }  # fmt: skip
    return render(request, "workbench/appraisal/rules.html", context)


@employee("appraisal.read")
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one score card with the rules behind its criteria."""
    row = selectors.card_of(pk=pk)
    if row is None:
        raise Http404
    criteria = [
        {"label": language.either(one["zh"], one["en"]), "weight": one["weight"],
         "rules": [language.either(rule["zh"], rule["en"]) for rule in one.get("rules", ())]}
        for one in row.criteria
    ]  # fmt: skip
    context = {
        "row": row, "title": language.either(row.title_zh, row.title_en), "criteria": criteria
    }  # fmt: skip
    return render(request, "workbench/appraisal/card.html", context)


@employee("appraisal.manage")
def new_scheme(request: HttpRequest) -> HttpResponse:
    """Add a scheme from a day on, starting from what holds."""
    held = next(iter(selectors.all_schemes()), None)
    initial: dict[str, Any] = {name: getattr(held, name, None) for name in COPIED}
    form = SchemeForm(request.POST or None, initial={**initial, "valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.add_scheme(
                new=form.new(held.bands if held else []), by_id=rights.reader_id(request),
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The entry is kept; the ones before stay visible."))
            return redirect("workbench:appraisal_rules")
    context = {
        "form": form, "heading": _("New scheme"), "back": reverse("workbench:appraisal_rules"),
        "submit": _("Add the entry"), "hint": _("The four weights add up to 100."),
    }  # fmt: skip
    return lists.show(request, "workbench/appraisal/form.html", context)


@employee("appraisal.manage")
def new_sample_plan(request: HttpRequest) -> HttpResponse:
    """Add a sampling plan from a day on."""
    scope = rights.scope(request)
    offered = units(request)
    if scope.everything:
        offered.insert(0, ("", _("Whole company")))
    cards = [
        (one.code, language.either(one.title_zh, one.title_en))
        for one in selectors.cards() if one.status == "PUBLISHED"
    ]  # fmt: skip
    form = SamplePlanForm(
        request.POST or None, units=offered, cards=cards,
        initial={"valid_from": timezone.localdate()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.add_sample_plan(
                new=form.new(), scope=scope, by_id=rights.reader_id(request), at=timezone.now()
            )
            messages.success(request, _("The entry is kept; the ones before stay visible."))
            return redirect("workbench:appraisal_rules")
    context = {
        "form": form, "heading": _("New sampling plan"),
        "back": reverse("workbench:appraisal_rules"), "submit": _("Add the entry"), "hint": "",
    }  # fmt: skip
    return lists.show(request, "workbench/appraisal/form.html", context)
