"""From the wish to pay to the receipt, through a simulated bank on this machine."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show, user_id
from gridhall.portal.pay.forms import PayForm
from gridhall.receivables import provider, services
from gridhall.receivables import selectors as receivables
from gridhall.ui import attempts

FAILED = "failed"


@own_page(right="PAY")
def pay(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows what is owed, takes an amount and makes a payment order.

    The account stands in the address and in the form, so another tab cannot change it.
    """
    account_id = own.current.account_id
    balance = receivables.balance_of(account_id=account_id)
    first = {"amount": balance if balance > 0 else None, "idempotency_key": uuid.uuid4().hex}
    form = PayForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form, "amount"):
            order = services.create_payment_order(
                account_id=account_id, user_id=user_id(request), at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
            return redirect("portal:bank", order_no=order.order_no)
    items = receivables.open_items(account_ids=[account_id])
    status = 422 if form.errors else 200
    return show(request, "pay", own, status, form=form, balance=balance, items=items)


@own_page(right="PAY")
def bank(request: HttpRequest, own: OwnAccounts, order_no: str) -> HttpResponse:
    """Stands in for the bank: a page that says so, with the answers a bank may give."""
    order = _find(own, order_no)
    if request.method != "POST":
        return show(request, "bank", own, order=order)
    answer = request.POST.get("answer", "")
    outcome = FAILED if answer == "fail" else _play(order, answer)
    return redirect(f"{reverse('portal:pay_result', args=[order_no])}?outcome={outcome}")


def _play(order: receivables.OrderView, answer: str) -> str:
    """Send the notice a bank would send and return what became of it."""
    amount = order.amount + Decimal(1) if answer == "wrong_amount" else order.amount
    body = provider.make_notice(order_no=order.order_no, amount=amount)
    outcome = ""
    for _time in range(2 if answer == "twice" else 1):
        now = timezone.now()
        outcome = services.receive_notice(
            body=body, signature=provider.sign(body, at=now), at=now
        ).outcome
    return str(outcome)


@own_page(right="PAY")
def result(request: HttpRequest, own: OwnAccounts, order_no: str) -> HttpResponse:
    """Says what became of the order: paid with its receipt, or what to do now."""
    order = _find(own, order_no)
    outcome = request.GET.get("outcome", "")
    balance = receivables.balance_of(account_id=order.account_id)
    return show(
        request,
        "pay_result",
        own.focus(order.account_no),
        order=order,
        outcome=outcome,
        balance=balance,
        credit=-balance,
    )


def _find(own: OwnAccounts, order_no: str) -> receivables.OrderView:
    """Return one of the person's own orders. Without the simulator there is no such page."""
    found = receivables.order_by_no(account_ids=own.ids, order_no=order_no)
    if found is None or not settings.GRIDHALL_DEMO:
        raise Http404
    return found
