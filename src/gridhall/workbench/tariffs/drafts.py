"""Drafts of tariff books, to read: the list, one with its changes and faults, its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gridhall.billing import selectors as billing
from gridhall.foundation.approvals import selectors as approvals
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.tariffs import selectors as tariffs
from gridhall.tariffs.selectors import DraftFilter
from gridhall.ui import tables
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import draft_words, specs

if TYPE_CHECKING:
    from gridhall.tariffs.models import TariffDraft

ACTS_SHOWN = 30
READ = "tariffs.read"


@employee(READ)
def drafts(request: HttpRequest) -> HttpResponseBase:
    """Show the drafts, the newest first."""
    state = specs.DRAFTS.read(request.GET)
    filters = DraftFilter(text=state.filters["q"], status=state.filters["status"])
    if state.export:
        rows = lists.everything(lambda after: tariffs.drafts_page(filters=filters, after=after))
        return lists.export(
            request, spec=specs.DRAFTS, state=state, rows=rows, name="tariff-drafts"
        )
    page = tariffs.drafts_page(filters=filters, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.DRAFTS, state=state, page=tables.keyset_page(page),
        row_url=lambda row: reverse("workbench:tariff_draft", args=[row.pk]),
    )  # fmt: skip
    may_edit = rights.may(request, "tariffs.edit")
    return render(request, "workbench/tariffs/drafts.html", {"table": table, "may_edit": may_edit})


@employee(READ)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft: what it changes, what is wrong with it, what must be decided, who did what."""
    row = find(pk)
    acts = audit.history_of_object(
        object_type="tariff_draft", object_id=str(row.pk), limit=ACTS_SHOWN
    )
    asked = approvals.request_of_subject(
        kind="tariffs.publish", subject_type="tariff_draft", subject_id=row.pk
    )
    may_edit = rights.may(request, "tariffs.edit")
    may_see = rights.may(request, "billing.read")
    context: dict[str, Any] = {
        "row": row, "state": draft_words.state(row), "mistakes": draft_words.mistakes(row),
        "changes": draft_words.kept_changes(row.changes), "findings": draft_words.findings(row),
        "undecided": sum(1 for one in row.findings if one["accepted"] is None),
        "acts": sentences.timeline(acts), "asked": asked,
        "is_open": row.status in ("DRAFT", "CHECKED"), "may_edit": may_edit,
        "may_decide": rights.may(request, "tariffs.approve"),
        "replays": [] if not may_see else billing.replays_of(draft_id=row.pk),
        "asked_now": next((one for one in asked if one.status == "WAITING"), None),
    }  # fmt: skip
    return render(request, "workbench/tariffs/draft.html", context)


@employee(READ)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the text of a draft as a YAML file."""
    row = find(pk)
    return yaml_file(row.text, f"{row.path.replace('/', '-')}-draft-{row.pk}")


def find(pk: int) -> TariffDraft:
    """Return a draft or a page not found."""
    row = tariffs.draft(draft_id=pk)
    if row is None:
        raise Http404
    return row


def yaml_file(text: str, name: str) -> HttpResponse:
    """Return a book's text as a file."""
    return HttpResponse(
        text, content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )  # fmt: skip
