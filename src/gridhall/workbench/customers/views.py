"""Customers: the list, the search box, and everything about one of them on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.receivables import selectors as receivables
from gridhall.ui import tables
from gridhall.workbench import callers, lists, rights
from gridhall.workbench.audit import sentences

from . import caller, finding, overview, specs
from .forms import RevealForm

SUGGESTIONS = 8
SEARCH_HITS = 25  # with more, the page asks for one more word


@employee("customers.read")
def customers_list(request: HttpRequest) -> HttpResponseBase:
    """Show the customers of the reader's units by account number."""
    scope = rights.scope(request)
    spec = specs.customers(identity.organisations(scope=scope))
    state = spec.read(request.GET)
    filters = customers.AccountFilters(
        category=state.filters["category"], status=state.filters["status"],
        important_grade=state.filters["grade"],
        organisation_id=lists.whole_number(state.filters["unit"]),
    )  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: customers.list_accounts(
                scope=scope, filters=filters, after=after, limit=500
            )
        )
        return lists.export(request, spec=spec, state=state, rows=rows, name="customers")
    found = customers.list_accounts(scope=scope, filters=filters, **lists.keyset(state))
    table = lists.table(
        request, spec=spec, state=state, page=tables.keyset_page(found), row_url=_url
    )
    context = {"table": table, "may_open": rights.may(request, "customers.edit")}
    return render(request, "workbench/customers/customers.html", context)


@employee("customers.read")
def search(request: HttpRequest) -> HttpResponse:
    """Show who was meant; a number that names one account leads straight to it."""
    text = request.GET.get("q", "").strip()
    found = finding.find(
        scope=rights.scope(request),
        money_scope=_money_scope(request),
        text=text,
        limit=SEARCH_HITS,
    )
    if text:
        finding.note_search(request, found)
    if found.only:
        return redirect("workbench:customer", account_no=found.only)
    state = specs.HITS.read(request.GET)
    table = lists.table(
        request, spec=specs.HITS, state=state, page=tables.Page(rows=found.rows), row_url=_url
    )
    context = {"q": text, "found": found, "table": table}
    return render(request, "workbench/customers/search.html", context)


@employee("customers.read")
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggest customers while somebody types; masked, a few only."""
    text = request.GET.get("q", "").strip()
    found = finding.find(
        scope=rights.scope(request),
        money_scope=_money_scope(request),
        text=text,
        limit=SUGGESTIONS,
    )
    return render(request, "workbench/customers/_suggest.html", {"q": text, "found": found})


def _money_scope(request: HttpRequest) -> Scope:
    """Return where the reader may see what is owed."""
    return identity.scope_of(
        user_id=rights.reader_id(request),
        action="receivables.read",
        on=timezone.localdate(),
    )


def _url(row: customers.AccountHit | finding.HitRow) -> str:
    return reverse("workbench:customer", args=[row.account_no])


@employee("customers.read")
def customer(request: HttpRequest, account_no: str) -> HttpResponse:
    """Show everything about one customer on one page (客户360)."""
    scope = rights.scope(request)
    card = customers.account_card(scope=scope, account_no=account_no)
    actions = rights.actions_at(request, card.organisation_id)
    asks = caller.panel(request, card, actions)
    actions = callers.opened(actions, asks["state"]) if asks else actions
    page = overview.build(card=card, scope=scope, actions=actions, on=timezone.localdate())
    if asks and asks["state"].must_check:
        card, page = caller.veiled(card, page)
    context = {"page": page, "card": card, "caller": asks}
    return render(request, "workbench/customers/customer.html", context)


@require_POST
@employee("customers.reveal")
def reveal(request: HttpRequest, account_no: str) -> HttpResponse:
    """Show one personal value in full, with a reason; who looked and why is kept."""
    scope = rights.scope(request)
    card = customers.account_card(scope=scope, account_no=account_no)
    form = RevealForm(request.POST)
    values: tuple[str, ...] = ()
    callers.demand(request, account_id=card.account_id, organisation_id=card.organisation_id)
    if form.is_valid():
        values = services.reveal(
            scope=scope, account_id=card.account_id, actor_id=rights.reader_id(request),
            at=timezone.now(), **form.cleaned_data,
        )  # fmt: skip
    context = {"form": form, "values": values, "card": card}
    return lists.show(request, "workbench/customers/_revealed.html", context)


@employee("receivables.read")
def ledger(request: HttpRequest, account_no: str) -> HttpResponse:
    """Show the whole ledger of an account, newest first."""
    scope = rights.scope(request)
    card = customers.account_card(scope=scope, account_no=account_no)
    state = specs.LEDGER.read(request.GET)
    found = receivables.ledger_page(
        account_id=card.account_id, before=lists.cursor_of(state), limit=state.size
    )
    table = lists.table(
        request, spec=specs.LEDGER, state=state,
        page=lists.onward_page(found.rows, state, next_before=found.next_before),
    )  # fmt: skip
    return render(request, "workbench/customers/ledger.html", {"card": card, "table": table})


@employee("customers.read")
def history(request: HttpRequest, account_no: str) -> HttpResponse:
    """Show who did what with this account, when and why."""
    scope = rights.scope(request)
    card = customers.account_card(scope=scope, account_no=account_no)
    events = audit.history_of_account(account_id=card.account_id, limit=200)
    context = {"card": card, "events": sentences.timeline(events)}
    return render(request, "workbench/customers/history.html", context)
