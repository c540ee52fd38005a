"""Questionnaires: versions, drafts, putting one into use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.engagement import selectors, services
from gridhall.engagement.errors import SurveyNotFound
from gridhall.foundation import language
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts
from gridhall.workbench import lists, rights

from . import words
from .forms import QuestionnaireForm


@employee("surveys.read")
def questionnaires(request: HttpRequest) -> HttpResponse:
    """List every version of every questionnaire."""
    text = request.GET.get("q", "").strip()[:40]
    rows = [
        {"row": one, "title": language.either(one.title_zh, one.title_en),
         "kind": dict(words.PLAN_KINDS)[one.kind], "status": words.PAPER[one.status]}
        for one in selectors.questionnaires(text=text)
    ]  # fmt: skip
    context = {
        "tabs": words.tabs(request, "questionnaires"), "rows": rows, "text": text,
        "may_manage": rights.may(request, "surveys.manage"),
    }  # fmt: skip
    return render(request, "workbench/surveys/questionnaires.html", context)


@employee("surveys.read")
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version as customers see it."""
    row = selectors.questionnaire_of(pk=pk)
    if row is None:
        raise Http404
    context = {
        "row": row, "title": language.either(row.title_zh, row.title_en),
        "status": words.PAPER[row.status], "kind": dict(words.PLAN_KINDS)[row.kind],
        "may_manage": rights.may(request, "surveys.manage"),
    }  # fmt: skip
    return render(request, "workbench/surveys/questionnaire.html", context)


@employee("surveys.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Write a draft: a new questionnaire, or the next version of one (``?from=``)."""
    source = lists.whole_number(request.GET.get("from", ""))
    before = selectors.questionnaire_of(pk=source) if source else None
    initial: dict[str, Any] = {}
    if before is not None:
        initial = {name: getattr(before, name) for name in
                   ("code", "kind", "title_zh", "title_en", "source")}  # fmt: skip
        initial["questions"] = QuestionnaireForm.as_lines(before.questions)
    form = QuestionnaireForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form, "questions"):
            row = services.draft_questionnaire(
                new=form.new(), by_id=rights.reader_id(request), at=timezone.now()
            )
            messages.success(request, _("The draft is kept; it is asked once it is in use."))
            return redirect("workbench:questionnaire", pk=row.pk)
    return lists.show(request, "workbench/surveys/form.html", _frame(form))


@employee("surveys.manage")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    row = selectors.questionnaire_of(pk=pk)
    if row is None or row.status != "DRAFT":
        raise Http404
    initial = {name: getattr(row, name) for name in
               ("code", "kind", "title_zh", "title_en", "source")}  # fmt: skip
    initial["questions"] = QuestionnaireForm.as_lines(row.questions)
    form = QuestionnaireForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form, "questions"):
            services.edit_draft(
                pk=pk, new=form.new(), by_id=rights.reader_id(request), at=timezone.now()
            )
            return redirect("workbench:questionnaire", pk=pk)
    return lists.show(request, "workbench/surveys/form.html", _frame(form))


def _frame(form: QuestionnaireForm) -> dict[str, Any]:
    return {
        "form": form, "heading": _("Questionnaire"), "back": reverse("workbench:questionnaires"),
        "submit": _("Keep the draft"),
    }  # fmt: skip


@require_POST
@employee("surveys.manage")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft into use; the version before it is retired."""
    with attempts.told(request, missing=SurveyNotFound):
        services.publish_questionnaire(pk=pk, by_id=rights.reader_id(request), at=timezone.now())
        messages.success(request, _("This version is asked from now on."))
    return redirect("workbench:questionnaire", pk=pk)
