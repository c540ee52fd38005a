"""Answers one by one, and what low scores started."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.engagement import selectors, services
from gridhall.engagement.errors import SurveyNotFound
from gridhall.engagement.selectors import AnswerFilters
from gridhall.foundation import language
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import specs, words
from .forms import NoteForm


@employee("surveys.read")
def answers(request: HttpRequest) -> HttpResponseBase:
    """List the answers of the reader's units."""
    state = specs.ANSWERS.read(request.GET)
    asked = state.filters
    ask: dict[str, Any] = {
        "scope": rights.scope(request),
        "filters": AnswerFilters(
            number=asked["number"], mood=asked["mood"], kind=asked["kind"],
            channel=asked["channel"], area=asked["area"], with_text=bool(asked["words"]),
            first=lists.day(asked["first"]), last=lists.day(asked["last"]),
        ),
    }  # fmt: skip
    if state.export:
        rows = lists.everything(lambda after: selectors.answers_page(after=after, limit=500, **ask))
        return lists.export(request, spec=specs.ANSWERS, state=state, rows=rows, name="answers")
    table = lists.table(
        request, spec=specs.ANSWERS, state=state,
        page=tables.keyset_page(selectors.answers_page(**lists.keyset(state), **ask)),
        row_url=lambda row: reverse("workbench:survey_answer", args=[row.id]),
    )  # fmt: skip
    context = {"tabs": words.tabs(request, "survey_answers"), "table": table}
    return render(request, "workbench/surveys/list.html", {**context, "heading": _("Answers")})


@employee("surveys.read")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one answer; what the customer wrote is read by few, and noted."""
    try:
        found = services.open_answer(
            scope=rights.scope(request), pk=pk, reader_id=rights.reader_id(request),
            at=timezone.now(),
        )  # fmt: skip
    except SurveyNotFound:
        raise Http404 from None
    marks = dict(words.MARKS)
    items = [
        {"label": language.either(one.zh, one.en), "text": one.text,
         "mark": marks.get(str(one.mark), "") if one.mark else ""}
        for one in found.items
    ]  # fmt: skip
    follow_up = found.follow_up
    context = {
        "found": found, "row": found.row, "items": items, "mood": words.mood(found.row),
        "way": dict(words.WAYS)[found.row.channel_code],
        "kind": words.label_of("kind", found.row.kind, found.row.kind),
        "closed_text": found.row.has_text and not any(one.text for one in found.items),
        "follow_up": follow_up,
        "follow_up_state": words.FOLLOW_UP[follow_up.status] if follow_up else None,
        "may_close": follow_up is not None and follow_up.status != "CLOSED"
        and "surveys.manage" in rights.actions_at(request, found.organisation_id),
    }  # fmt: skip
    return render(request, "workbench/surveys/answer.html", context)


@employee("surveys.read")
def follow_ups(request: HttpRequest) -> HttpResponseBase:
    """List what low scores started."""
    state = specs.FOLLOW_UPS.read(request.GET)
    ask: dict[str, Any] = {
        "scope": rights.scope(request), "status": state.filters["status"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: selectors.follow_ups_page(after=after, limit=500, **ask)
        )
        return lists.export(
            request, spec=specs.FOLLOW_UPS, state=state, rows=rows, name="follow-ups"
        )
    table = lists.table(
        request, spec=specs.FOLLOW_UPS, state=state,
        page=tables.keyset_page(selectors.follow_ups_page(**lists.keyset(state), **ask)),
        row_url=lambda row: reverse("workbench:survey_answer", args=[row.answer_id]),
    )  # fmt: skip
    context = {"tabs": words.tabs(request, "follow_ups"), "table": table}
    return render(request, "workbench/surveys/list.html", {**context, "heading": _("Follow-ups")})


@require_POST
@employee("surveys.manage")
def close_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what came of a follow-up."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words what came of it."))
        return redirect("workbench:follow_ups")
    with attempts.told(request, missing=SurveyNotFound):
        services.close_follow_up(
            scope=rights.scope(request), pk=pk, note=form.cleaned_data["reason"],
            by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The follow-up is closed."))
    return redirect("workbench:follow_ups")
