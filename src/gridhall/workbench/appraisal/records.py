"""Rewards and penalties, as records."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.appraisal import selectors, services
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import specs, words
from .forms import RecordForm


@employee("appraisal.read")
def records(request: HttpRequest) -> HttpResponseBase:
    """List what was noted in the reader's units."""
    state = specs.RECORDS.read(request.GET)
    ask: dict[str, Any] = {
        "scope": rights.scope(request), "kind": state.filters["kind"], "text": state.filters["q"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: selectors.recognitions_page(after=after, limit=500, **ask)
        )
        return lists.export(request, spec=specs.RECORDS, state=state, rows=rows, name="records")
    table = lists.table(
        request, spec=specs.RECORDS, state=state,
        page=tables.keyset_page(selectors.recognitions_page(**lists.keyset(state), **ask)),
    )  # fmt: skip
    may_manage = rights.may(request, "appraisal.manage")
    context = {
        "tabs": words.tabs(request, "recognitions"), "table": table,
        "heading": _("Rewards and penalties"),
        "new_url": reverse("workbench:new_recognition") if may_manage else "",
        "new_label": _("Note one"),
    }  # fmt: skip
    return render(request, "workbench/appraisal/list.html", context)


@employee("appraisal.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Note a reward or penalty."""
    form = RecordForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form, "username"):
            services.note_recognition(
                new=form.new(), scope=rights.scope(request), by_id=rights.reader_id(request),
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Noted; the person sees it under “My appraisal”."))
            return redirect("workbench:recognitions")
    context = {
        "form": form, "heading": _("Reward or penalty"), "back": reverse("workbench:recognitions"),
        "submit": _("Note it"), "hint": _("A record only: pay is settled elsewhere."),
    }  # fmt: skip
    return lists.show(request, "workbench/appraisal/form.html", context)
