"""The audit trail: who did what, when, to what and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.ui import tables
from gridhall.workbench import lists, rights

from . import sentences, specs

NO_ACCOUNT = -1


@employee("audit.read")
def trail(request: HttpRequest) -> HttpResponseBase:
    """Show the acts inside the reader's scope, newest first."""
    scope = rights.scope(request)
    state = specs.TRAIL.read(request.GET)
    narrowed = _narrowed(scope, state.filters)
    if state.export:
        return lists.export(
            request, spec=specs.TRAIL, state=state, rows=_acts(scope, narrowed), name="audit"
        )
    found: Any = audit.events_page(scope=scope, narrowed=narrowed, **lists.keyset(state))
    shown = replace(found, rows=tuple(sentences.row(event) for event in found.rows))
    table = lists.table(
        request, spec=specs.TRAIL, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: reverse("workbench:audit_entry", args=[row.id]),
    )  # fmt: skip
    return render(request, "workbench/audit/trail.html", {"table": table})


@employee("audit.read")
def entry(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one act with everything that was recorded about it."""
    found = audit.event(scope=rights.scope(request), pk=pk)
    if found is None:
        raise Http404
    context = {"row": sentences.row(found), "event": found, "changes": sentences.changes(found)}
    return render(request, "workbench/audit/entry.html", context)


def _acts(scope: Scope, narrowed: audit.EventFilter) -> Iterator[sentences.AuditRow]:
    """Yield every act that fits as a sentence, page by page."""
    acts = lists.everything(
        lambda after: audit.events_page(scope=scope, narrowed=narrowed, after=after, limit=1000)
    )
    for act in acts:
        yield sentences.row(act)


def _narrowed(scope: Scope, filters: dict[str, str]) -> audit.EventFilter:
    return audit.EventFilter(
        action=filters["action"], actor=filters["actor"], text=filters["q"],
        account_id=_account(scope, filters["account"]),
        first_day=lists.day(filters["first"]), last_day=lists.day(filters["last"]),
    )  # fmt: skip


def _account(scope: Scope, account_no: str) -> int | None:
    """Return the id of the account; a number that nobody here has matches nothing."""
    if not account_no:
        return None
    return rights.account_id(scope, account_no) or NO_ACCOUNT
