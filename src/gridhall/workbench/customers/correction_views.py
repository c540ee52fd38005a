"""The stewards' queue of corrections, and filing that an account becomes somebody else's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import callers, lists, rights

from . import correction_specs as specs
from .file_forms import DecisionForm, PartyChangeForm
from .file_views import _tried, revealed
from .forms import RevealForm
from .opening import party_of


@employee("customers.review")
def corrections(request: HttpRequest) -> HttpResponseBase:
    """Show the corrections of the reader's units, newest first; those that wait at the start."""
    scope = rights.scope(request)
    spec = specs.CORRECTIONS
    query = request.GET if request.GET else _waiting_first(request)
    state = spec.read(query)
    filters = customers.CorrectionFilters(
        status=state.filters["status"], origin=state.filters["origin"],
        part=state.filters["part"], account_no=state.filters["account"].strip(),
    )  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: customers.corrections_page(
                scope=scope, filters=filters, after=after, limit=500
            )
        )
        return lists.export(request, spec=spec, state=state, rows=rows, name="corrections")
    found = customers.corrections_page(scope=scope, filters=filters, **lists.keyset(state))
    table = tables.TableView(
        spec=spec, state=state, page=tables.keyset_page(found), query=query, path=request.path,
        row_url=_url,
    )  # fmt: skip
    return render(request, "workbench/customers/corrections.html", {"table": table})


def _waiting_first(request: HttpRequest) -> Any:
    query = request.GET.copy()
    query["status"] = "PENDING"
    return query


def _url(row: customers.CorrectionView) -> str:
    return reverse("workbench:correction", args=[row.id])


@employee("customers.review")
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare what is on file with what shall be, and decide."""
    scope = rights.scope(request)
    found = customers.correction_of(scope=scope, correction_id=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept = form.cleaned_data["accept"] == "yes"
        with attempts.in_form(form):
            services.decide_correction(
                scope=scope, correction_id=pk, accept=accept, note=form.cleaned_data["note"],
                decided_by_id=rights.reader_id(request), at=timezone.now(),
            )  # fmt: skip
            messages.success(
                request,
                _("Accepted: the file is set right.")
                if accept
                else _("The correction is refused."),
            )
            return redirect("workbench:corrections")
    context = {
        "one": found, "form": form, "status": specs.correction_status(found),
        "own": found.filed_by_id == rights.reader_id(request),
    }  # fmt: skip
    return lists.show(request, "workbench/customers/correction.html", context)


@require_POST
@employee("customers.review")
def correction_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show both sides of one personal field in full, with a reason."""
    form = RevealForm(request.POST)
    values: tuple[str, ...] = ()
    if form.is_valid():
        values = revealed(
            request,
            lambda reader, now: services.reveal_correction(
                scope=rights.scope(request), correction_id=pk, actor_id=reader, at=now,
                **form.cleaned_data,
            ),
        )  # fmt: skip
    else:
        customers.correction_of(scope=rights.scope(request), correction_id=pk)
    context = {"form": form, "values": values}
    return lists.show(request, "workbench/customers/_revealed.html", context)


@employee("customers.edit")
@callers.after_check
def party_change(request: HttpRequest, account_no: str) -> HttpResponse:
    """File that the account is another person's or firm's from a day on (过户)."""
    scope = rights.scope(request)
    card = customers.account_card(scope=scope, account_no=account_no)
    form = PartyChangeForm(request.POST or None, initial={"from_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        outcome = _tried(
            form,
            lambda: services.file_party_change(
                scope=scope, account_id=card.account_id, party=party_of(typed),
                from_day=typed["from_day"], reason=typed["reason"],
                actor_id=rights.reader_id(request), at=timezone.now(),
            ),
        )  # fmt: skip
        if outcome.done:
            messages.success(
                request, _("A correction is filed; a customer file steward decides about it.")
            )
            return redirect("workbench:customer_file", account_no=account_no)
    context = {"form": form, "card": card}
    return lists.show(request, "workbench/customers/party_change.html", context)
