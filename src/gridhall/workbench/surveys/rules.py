"""The target and what counts as satisfied: dated entries with their source."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.engagement import selectors, services
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts
from gridhall.workbench import lists, rights

from . import words
from .forms import RuleForm


@employee("surveys.read")
def rules(request: HttpRequest) -> HttpResponse:
    """Show every entry."""
    context = {
        "tabs": words.tabs(request, "survey_rules"), "rules": selectors.all_rules(),
        "may_manage": rights.may(request, "surveys.manage"),
    }  # fmt: skip
    return render(request, "workbench/surveys/rules.html", context)


@employee("surveys.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Add an entry from a day on, starting from what holds."""
    held = next(iter(selectors.all_rules()), None)
    initial: dict[str, Any] = {"valid_from": timezone.localdate()}
    if held is not None:
        initial |= {
            "target_percent": held.target_share * 100, "satisfied_from": held.satisfied_from,
            "low_at_most": held.low_at_most, "min_answers": held.min_answers,
            "call_within_days": held.call_within_days,
        }  # fmt: skip
    form = RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form, "valid_from"):
            services.add_rule(new=form.new(), by_id=rights.reader_id(request), at=timezone.now())
            messages.success(request, _("The entry is kept; the ones before stay visible."))
            return redirect("workbench:survey_rules")
    context = {
        "form": form, "heading": _("What counts as satisfied"),
        "back": reverse("workbench:survey_rules"), "submit": _("Add the entry"),
    }  # fmt: skip
    return lists.show(request, "workbench/surveys/form.html", context)
