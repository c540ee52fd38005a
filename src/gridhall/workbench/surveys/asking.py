"""Customers asked by telephone or at a terminal in the hall."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.engagement import selectors, services
from gridhall.foundation import language
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import specs, words
from .forms import TakeForm


@employee("cases.work")
def open_surveys(request: HttpRequest) -> HttpResponseBase:
    """List who has not answered yet, inside the reader's units."""
    state = specs.OPEN.read(request.GET)
    ask: dict[str, Any] = {
        "scope": rights.scope(request), "at": timezone.now(), "text": state.filters["q"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: selectors.open_invitations_page(after=after, limit=500, **ask)
        )
        return lists.export(request, spec=specs.OPEN, state=state, rows=rows, name="open-surveys")
    table = lists.table(
        request, spec=specs.OPEN, state=state,
        page=tables.keyset_page(selectors.open_invitations_page(**lists.keyset(state), **ask)),
        row_url=lambda row: reverse("workbench:take_survey", args=[row.pk]),
    )  # fmt: skip
    context = {"tabs": words.tabs(request, "open_surveys"), "table": table}
    return render(
        request, "workbench/surveys/list.html",
        {**context, "heading": _("To be asked by telephone")},
    )  # fmt: skip


@employee("cases.work")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a customer answers on the telephone or in the hall."""
    now = timezone.now()
    found = selectors.invitation_of_case(scope=rights.scope(request), pk=pk, at=now)
    if found is None:
        raise Http404
    form = TakeForm(request.POST or None, questions=found.questions)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.answer_invitation(
                invitation_id=pk, channel=form.cleaned_data["way"], values=form.values_given(),
                language="zh" if language.in_chinese() else "en", at=now,
                taken_by_id=rights.reader_id(request),
            )  # fmt: skip
            messages.success(request, _("The answer is kept with your name as who wrote it down."))
            return redirect("workbench:open_surveys")
    context = {
        "form": form, "survey": found, "title": language.either(found.title_zh, found.title_en),
        "is_open": found.state == "SENT",
    }  # fmt: skip
    return lists.show(request, "workbench/surveys/take.html", context)
