"""Taking money, showing payments, taking one back, closing the day."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.receivables import selectors as receivables
from gridhall.receivables import services
from gridhall.ui import attempts, formats, tables
from gridhall.ui.errors import as_text
from gridhall.workbench import callers, lists, rights

from . import queries, specs
from .forms import ReasonForm, TakePaymentForm


@employee("receivables.read")
def payments(request: HttpRequest) -> HttpResponseBase:
    """Show the payments inside the reader's scope, newest first."""
    scope = rights.scope(request)
    state = specs.PAYMENTS.read(request.GET)
    filters, closed = callers.narrowed_address(request, dict(state.filters))
    narrowed = queries.payment_filter(scope, filters, reader_id=rights.reader_id(request))
    if state.export:
        rows = queries.all_payments(scope, narrowed)
        return lists.export(request, spec=specs.PAYMENTS, state=state, rows=rows, name="payments")
    found = receivables.payments_page(
        scope=scope, narrowed=narrowed, before=lists.cursor_of(state), limit=state.size
    )
    table = lists.table(
        request, spec=specs.PAYMENTS, state=state, row_url=queries.payment_url,
        page=lists.onward_page(found.rows, state, next_before=found.next_before),
    )  # fmt: skip
    context = {"table": table, "closed": closed}
    return render(request, "workbench/receivables/payments.html", context)


@employee("receivables.read")
def payment(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Show one payment: what it settled, the receipt, and the way to take it back."""
    found = receivables.payment_detail(scope=rights.scope(request), receipt_no=receipt_no)
    if found is None:
        raise Http404
    callers.demand_for(request, account_id=found.account_id)
    return _payment_page(request, found, ReasonForm())


def _payment_page(
    request: HttpRequest, found: receivables.PaymentView, form: ReasonForm
) -> HttpResponse:
    actions = rights.actions_at(request, found.organisation_id)
    context = {
        "payment": found, "form": form, "status": specs.payment_status(found),
        "name": queries.name_of(found.account_id),
        "may_reverse": "receivables.reverse_payment" in actions and not found.is_reversed,
    }  # fmt: skip
    return lists.show(request, "workbench/receivables/payment.html", context)


@require_POST
@employee("receivables.reverse_payment")
def reverse_payment(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Take a wrong payment back, with the reason."""
    scope = rights.scope(request)
    found = receivables.payment_detail(scope=scope, receipt_no=receipt_no)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _payment_page(request, found, form)
    with attempts.told(request):
        services.reverse_payment(
            payment_id=found.id, reason=form.cleaned_data["reason"], scope=scope,
            actor_id=rights.reader_id(request), at=timezone.now(),
            request_id=rights.request_id(request),
        )  # fmt: skip
        messages.success(
            request, _("Receipt {number} is reversed; its bills are open again.").format(
                number=receipt_no
            )
        )  # fmt: skip
    return redirect("workbench:payment", receipt_no=receipt_no)


@employee("receivables.take_payment")
def take_payment(request: HttpRequest, account_no: str) -> HttpResponse:
    """Take money for one account over the counter."""
    scope = rights.scope(request)
    card = customers.account_card(scope=scope, account_no=account_no)
    balance = receivables.balance_of(account_id=card.account_id)
    if request.method != "POST":
        return _take_page(request, card, balance, TakePaymentForm(initial=_offer(balance)))
    form = TakePaymentForm(request.POST)
    if not form.is_valid():
        return _take_page(request, card, balance, form)
    try:
        taken = services.take_counter_payment(
            account_id=card.account_id, scope=scope, actor_id=rights.reader_id(request),
            at=timezone.now(), request_id=rights.request_id(request), **form.cleaned_data,
        )  # fmt: skip
    except GridHallError as error:
        return _refused(request, card, form, error)
    messages.success(request, _("Received {amount}.").format(amount=formats.money(taken.amount)))
    return redirect("workbench:payment", receipt_no=taken.receipt_no)


def _offer(balance: Decimal) -> dict[str, object]:
    """Return what the form starts with: everything that is owed, and a key of its own."""
    return {
        "amount": balance if balance > 0 else None, "channel": "COUNTER_CASH",
        "expected_balance": balance, "idempotency_key": uuid.uuid4().hex,
    }  # fmt: skip


def _refused(
    request: HttpRequest, card: customers.AccountCard, form: TakePaymentForm, error: GridHallError
) -> HttpResponse:
    """Show why nothing was taken; if the balance moved, start again from what is true now."""
    balance = receivables.balance_of(account_id=card.account_id)
    if isinstance(error, services.BalanceChanged | services.IdempotencyKeyReused):
        form = TakePaymentForm(initial=_offer(balance))
        return _take_page(request, card, balance, form, conflict=as_text(error))
    form.add_error(None, as_text(error))
    return _take_page(request, card, balance, form)


def _take_page(
    request: HttpRequest, card: customers.AccountCard, balance: Decimal, form: TakePaymentForm,
    conflict: str = "",
) -> HttpResponse:  # fmt: skip
    on = timezone.localdate()
    items = receivables.open_items(account_ids=[card.account_id])
    context = {
        "card": card, "balance": balance, "advance": -balance if balance < 0 else None,
        "form": form, "conflict": conflict,
        "items": [{"item": item, "overdue": item.overdue(on)} for item in items],
    }  # fmt: skip
    if conflict:
        return render(request, "workbench/receivables/take.html", context, status=422)
    return lists.show(request, "workbench/receivables/take.html", context)


@require_POST
@employee("receivables.read")
def receipt(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Hand out the receipt as PDF; the first print is the original, every other a copy."""
    found = receivables.payment_detail(scope=rights.scope(request), receipt_no=receipt_no)
    if found is None:
        raise Http404
    callers.demand_for(request, account_id=found.account_id)
    return queries.receipt_response(request, found)


@employee("receivables.read")
def day_totals(request: HttpRequest) -> HttpResponseBase:
    """Show what each cashier took on a day, and what must lie in the drawer."""
    on: date = lists.day(request.GET.get("day", "")) or timezone.localdate()
    totals = receivables.day_totals(scope=rights.scope(request), on=on)
    state = specs.CASHIERS.read(request.GET)
    if state.export:
        return lists.export(
            request, spec=specs.CASHIERS, state=state, rows=totals.cashiers,
            name=f"takings-{on.isoformat()}",
        )  # fmt: skip
    table = lists.table(
        request, spec=specs.CASHIERS, state=state, page=tables.list_page(totals.cashiers, state)
    )
    context = {"table": table, "totals": totals, "day": on, "today": timezone.localdate()}
    return render(request, "workbench/receivables/day_totals.html", context)


@employee("receivables.read")
def payment_notices(request: HttpRequest) -> HttpResponseBase:
    """Show the notices of the payment provider that need somebody to look, or all of them."""
    scope = rights.scope(request)
    query = request.GET.copy()
    query.setdefault("outcome", "DISPUTED")
    state = specs.NOTICES.read(query)
    if state.export:
        rows = queries.all_notices(scope, state.filters["outcome"])
        return lists.export(
            request, spec=specs.NOTICES, state=state, rows=rows, name="payment-notices"
        )
    found = receivables.notices_page(
        scope=scope, outcome=state.filters["outcome"], before=lists.cursor_of(state),
        limit=state.size,
    )  # fmt: skip
    table = lists.table(
        request, spec=specs.NOTICES, state=state,
        page=lists.onward_page(found.rows, state, next_before=found.next_before),
    )  # fmt: skip
    return render(request, "workbench/receivables/notices.html", {"table": table})
