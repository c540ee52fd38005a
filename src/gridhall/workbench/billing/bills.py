"""Bills: lists, one bill explained, its bundle, taking it back, a trial that stores nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.billing import selectors as billing
from gridhall.billing import services
from gridhall.billing.errors import BillNotFound
from gridhall.customers import selectors as customers
from gridhall.foundation import language
from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.receivables import selectors as receivables
from gridhall.ui import attempts, tables
from gridhall.workbench import callers, lists, rights

from . import explain, parts, specs, trials
from .forms import ReasonForm


@employee("billing.read")
def bills(request: HttpRequest) -> HttpResponseBase:
    """Show the bills of the reader's units, newest first."""
    scope = rights.scope(request)
    state = specs.BILLS.read(request.GET)
    filters, closed = callers.narrowed_address(request, dict(state.filters))
    where = parts.bill_filter(filters)
    if state.export:
        rows = parts.all_bills(scope, where)
        return lists.export(request, spec=specs.BILLS, state=state, rows=rows, name="bills")
    found = billing.bills(scope=scope, where=where, **lists.keyset(state))
    table = lists.table(
        request,
        spec=specs.BILLS,
        state=state,
        page=tables.keyset_page(found),
        row_url=parts.bill_url,
    )
    return render(request, "workbench/billing/bills.html", {"table": table, "closed": closed})


@employee("billing.read")
def bill(request: HttpRequest, bill_no: str) -> HttpResponse:
    """Show an issued bill with every number explained."""
    scope = rights.scope(request)
    return _bill_page(request, _bill_id(bill_no, scope))


@employee("billing.read")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a bill that has no number yet, the same way; one that has is found by its number."""
    return _bill_page(request, pk)


def _bill_page(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        detail = billing.bill_detail(bill_id=pk, scope=rights.scope(request))
    except BillNotFound:
        raise Http404 from None
    row = detail.row
    callers.demand(request, account_id=row.account_id, organisation_id=row.organisation_id)
    actions = rights.actions_at(request, row.organisation_id)
    context: dict[str, Any] = {
        "bill": detail, "row": row, "status": specs.bill_status(row),
        "name": customers.display_names(account_ids=[row.account_id]).get(row.account_id, ""),
        "outstanding": receivables.outstanding_of_bills(bill_ids=[row.id]).get(row.id),
        "may_reverse": "billing.run" in actions and row.status == "ISSUED",
        "may_rebill": "billing.run" in actions and row.status == "REVERSED",
        **explain.of_bill(detail),
    }  # fmt: skip
    return render(request, "workbench/billing/bill.html", context)


@employee("billing.read")
def bundle(request: HttpRequest, bill_no: str) -> HttpResponse:
    """Hand out the bundle with which anybody recomputes the bill offline; noted in the audit."""
    scope = rights.scope(request)
    pk = _bill_id(bill_no, scope)
    row = billing.bill_detail(bill_id=pk, scope=scope).row
    callers.demand(request, account_id=row.account_id, organisation_id=row.organisation_id)
    content = billing.bundle(bill_id=pk, scope=scope)
    audit.record(
        action="billing.bundle_taken", at=timezone.now(), actor_id=rights.reader_id(request),
        object_type="bill", object_id=pk, object_label=bill_no,
        organisation_id=lists.unit_of(request), request_id=rights.request_id(request),
    )  # fmt: skip
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{bill_no}.json"'
    return response


@require_POST
@employee("billing.run")
def reverse_bill(request: HttpRequest, bill_no: str) -> HttpResponse:
    """Take an issued bill back, with the reason."""
    scope = rights.scope(request)
    pk = _bill_id(bill_no, scope)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a reason in a few words; it is kept in the history."))
        return redirect("workbench:bill", bill_no=bill_no)
    with attempts.told(request):
        services.reverse_bill(
            bill_id=pk, scope=scope, reason=form.cleaned_data["reason"], at=timezone.now(),
            actor_id=rights.reader_id(request),
        )  # fmt: skip
        messages.success(request, _("Bill {number} is reversed.").format(number=bill_no))
    return redirect("workbench:bill", bill_no=bill_no)


@require_POST
@employee("billing.run")
def rebill(request: HttpRequest, bill_no: str) -> HttpResponse:
    """Bill the account of a reversed bill again, by a supplementary run that needs approval."""
    scope = rights.scope(request)
    row = billing.bill_detail(bill_id=_bill_id(bill_no, scope), scope=scope).row
    with attempts.told(request):
        done = services.rebill_accounts(
            run_id=row.run_id, account_ids=[row.account_id], scope=scope, at=timezone.now(),
            actor_id=rights.reader_id(request),
        )  # fmt: skip
        if done.run is None:
            held = done.still_held[0] if done.still_held else None
            why = language.either(held.reason_zh, held.reason_en) if held else ""
            messages.error(
                request, _("The account cannot be billed yet: {reason}").format(reason=why)
            )
            return redirect("workbench:bill", bill_no=bill_no)
        text = _("Billed again by run {number}, which waits for approval.")
        messages.success(request, text.format(number=done.run.run_no))
        return redirect("workbench:bill_run", pk=done.run.pk)
    return redirect("workbench:bill", bill_no=bill_no)


@employee("billing.read")
def trial(request: HttpRequest, account_no: str) -> HttpResponse:
    """Show what an account's bill would be by today's books and readings; nothing is stored."""
    scope = rights.scope(request)
    card = customers.account_card(scope=scope, account_no=account_no)
    callers.demand(request, account_id=card.account_id, organisation_id=card.organisation_id)
    month = lists.month(request.GET.get("month", "")) or _newest_month(card.account_id, scope)
    context = trials.of_month(card=card, month=month, scope=scope)
    return render(request, "workbench/billing/trial.html", context)


def _newest_month(account_id: int, scope: Scope) -> date:
    """Return the newest month that the account's meters tell, else the month that just ended."""
    today = timezone.localdate()
    measured = billing.energy_history(account_id=account_id, on=today, scope=scope)
    return (
        measured[-1].month
        if measured
        else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    )


def _bill_id(bill_no: str, scope: Scope) -> int:
    try:
        return billing.find_bill_id(bill_no=bill_no, scope=scope)
    except BillNotFound:
        raise Http404 from None
