"""Letters from customers: whose they are, what they say, and that they are dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.foundation.documents import selectors as documents
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import selectors, services
from gridhall.foundation.messages.errors import NotFound
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import rows, specs, words
from .forms import AssignForm, NoteForm

if TYPE_CHECKING:
    from gridhall.foundation.messages.models import InboundMessage

NO_ACCOUNT = -1


@employee("messages.read")
def letters(request: HttpRequest) -> HttpResponseBase:
    """Show the letters inside the reader's scope and those nobody could place yet."""
    scope = rights.scope(request)
    state = specs.INBOUND.read(request.GET)
    narrowed = _narrowed(scope, state.filters)
    if state.export:
        return lists.export(
            request, spec=specs.INBOUND, state=state, rows=_everything(scope, narrowed),
            name="letters",
        )  # fmt: skip
    found: Any = selectors.inbound_page(scope=scope, **narrowed, **lists.keyset(state))
    shown = replace(found, rows=tuple(rows.letters(found.rows)))
    table = lists.table(
        request, spec=specs.INBOUND, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: reverse("workbench:inbound_message", args=[row.row.pk]),
    )  # fmt: skip
    context = {"table": table, "tabs": specs.tabs("inbound_messages")}
    return render(request, "workbench/messages/inbound.html", context)


def _narrowed(scope: Scope, filters: dict[str, str]) -> dict[str, Any]:
    number = filters["account"]
    return {
        "status": filters["status"], "match": filters["match"], "channel": filters["channel"],
        "account_id": (rights.account_id(scope, number) or NO_ACCOUNT) if number else None,
        "first_day": lists.day(filters["first"]),
    }  # fmt: skip


def _everything(scope: Scope, narrowed: dict[str, Any]) -> Iterator[rows.Row]:
    every = lists.everything(
        lambda after: selectors.inbound_page(scope=scope, after=after, limit=500, **narrowed)
    )
    for one in every:
        yield from rows.letters([one])


@employee("messages.read")
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter; that it was read is noted."""
    try:
        row = services.open_inbound(
            pk=pk, scope=rights.scope(request), actor_id=rights.reader_id(request),
            at=timezone.now(),
        )  # fmt: skip
    except NotFound:
        raise Http404 from None
    return _page(request, row)


def _page(
    request: HttpRequest, row: InboundMessage, form: AssignForm | None = None
) -> HttpResponse:
    scope = rights.scope(request)
    refs = customers.account_refs_by_id(account_ids=row.account_refs)
    context = {
        "line": rows.letters([row])[0], "letter": row, "form": form,
        "assign_form": form or AssignForm(), "note_form": NoteForm(),
        "candidates": [ref.account_no for ref in refs.values() if scope.holds(ref.organisation_id)],
        "files": list(row.documents.all()), "note": words.ACTS.get(row.note, row.note),
        "may_answer": rights.may(request, "messages.answer"),
    }  # fmt: skip
    return lists.show(request, "workbench/messages/letter.html", context)


def _row(request: HttpRequest, pk: int) -> InboundMessage:
    try:
        return selectors.inbound(scope=rights.scope(request), pk=pk)
    except NotFound:
        raise Http404 from None


@require_POST
@employee("messages.answer")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle whose letter it is."""
    row, scope = _row(request, pk), rights.scope(request)
    form = AssignForm(request.POST)
    number = form.cleaned_data["account_no"].strip() if form.is_valid() else ""
    ref = customers.account_refs(account_nos=[number]).get(number) if number else None
    if ref is None or not scope.holds(ref.organisation_id):
        if number:
            form.add_error("account_no", _("There is no such account in your units."))
        return _page(request, row, form)
    services.assign_inbound(
        pk=pk, account_id=ref.account_id, organisation_id=ref.organisation_id,
        account_no=ref.account_no, actor_id=rights.reader_id(request), at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Filed under account {number}.").format(number=ref.account_no))
    return redirect("workbench:inbound_message", pk=pk)


@require_POST
@employee("messages.answer")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a letter was dealt with, and how."""
    _row(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words what was done."))
        return redirect("workbench:inbound_message", pk=pk)
    with attempts.told(request):
        services.close_inbound(
            pk=pk, note=form.cleaned_data["note"], actor_id=rights.reader_id(request),
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The letter is done."))
    return redirect("workbench:inbound_message", pk=pk)


@employee("messages.read")
def file(request: HttpRequest, pk: int, document: int) -> HttpResponseBase:
    """Hand out a file that came with a letter."""
    found = _row(request, pk).documents.filter(pk=document).first()
    if found is None:
        raise Http404
    answer = StreamingHttpResponse(
        documents.content_of(document=found), content_type="application/octet-stream"
    )
    answer["Content-Disposition"] = content_disposition_header(True, found.name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
