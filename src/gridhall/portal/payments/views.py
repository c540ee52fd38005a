"""Payments the customer made, and their receipts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show
from gridhall.receivables import selectors as receivables
from gridhall.receivables import services

LONGEST_KEY = 18


@own_page(right="VIEW_BILLS")
def payments(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Lists the payments and the account's statement (every posting with the balance after it)."""
    account_id = own.current.account_id
    balance = receivables.balance_of(account_id=account_id)
    ledger = receivables.ledger_page(
        account_id=account_id, before=_key(request.GET.get("before", "")), limit=30
    )
    return show(
        request, "payments", own, ledger=ledger, balance=balance, credit=-balance,
        rows=receivables.payments_of_accounts(account_ids=[account_id]),
    )  # fmt: skip


@own_page(right="VIEW_BILLS")
def payment(request: HttpRequest, own: OwnAccounts, receipt_no: str) -> HttpResponse:
    """Shows one payment: what it settled and whether it still counts."""
    found = _find(own, receipt_no)
    return show(request, "payment", own.focus(found.account_no), payment=found)


@own_page(right="VIEW_BILLS")
def receipt(request: HttpRequest, own: OwnAccounts, receipt_no: str) -> HttpResponse:
    """Hands out the receipt as PDF; every print after the first is marked as a copy."""
    found = _find(own, receipt_no)
    check = request.build_absolute_uri(reverse("portal:receipt_check", args=["-"]))
    pdf = services.print_receipt(
        payment=found, verify_base=check.removesuffix("-"), by_id=request.user.pk,
        at=timezone.now(),
    )  # fmt: skip
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{receipt_no}.pdf"'
    return response


def _key(text: str) -> int | None:
    """Return the posting from which the statement goes on; nonsense is the newest."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
    return int(text) if fits else None


def _find(own: OwnAccounts, receipt_no: str) -> receivables.PaymentView:
    found = receivables.payment_of_accounts(account_ids=own.ids, receipt_no=receipt_no)
    if found is None:
        raise Http404
    return found
