"""The customer's overview, her bills, and one bill explained line by line."""

from __future__ import annotations

import json
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gridhall.billing import selectors as billing
from gridhall.billing.errors import BillNotFound
from gridhall.foundation.messages import selectors as messages
from gridhall.portal.bills import explain, pictures
from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show
from gridhall.portal.usage import curve
from gridhall.receivables import selectors as receivables


@own_page
def home(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows what is to pay until when, the last bill, the last months and the latest news.

    Each part is there for who may see it; whoever may pay sees what is owed.
    """
    account_id, today = own.current.account_id, timezone.localdate()
    sees_money = own.now.may("VIEW_BILLS") or own.now.may("PAY")
    sees_bills, told = own.now.may("VIEW_BILLS"), own.ids_with("VIEW_MESSAGES")
    balance = receivables.balance_of(account_id=account_id) if sees_money else Decimal(0)
    open_items = receivables.open_items(account_ids=[account_id]) if sees_money else []
    months = curve.months(account_id, today, count=13) if own.shows_usage else []
    return show(
        request, "home", own,
        sees_money=sees_money, balance=balance, credit=-balance,
        next_item=open_items[0] if open_items else None,
        overdue=[item for item in open_items if item.overdue(today)],
        last_bill=curve.last_bill(account_id) if sees_bills else None,
        chart=curve.chart(months), needs_code=own.now.may("VIEW_USAGE") and own.needs_code,
        news=messages.to_accounts(account_ids=told, limit=3),
        unread=messages.unread_by_accounts(account_ids=told),
    )  # fmt: skip


@own_page(right="VIEW_BILLS")
def bills(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Lists the bills of the account, newest first, each with what is still to pay."""
    found = billing.issued_bills(account_ids=[own.current.account_id], limit=60)
    left = receivables.outstanding_of_bills(bill_ids=[row.id for row in found])
    rows = [explain.bill_row(row, outstanding=left.get(row.id)) for row in found]
    return show(request, "bills", own, rows=rows)


@own_page(right="VIEW_BILLS")
def bill(request: HttpRequest, own: OwnAccounts, bill_no: str) -> HttpResponse:
    """Explains one bill: readings, quantities, prices with their source, the arithmetic."""
    detail = _find(own, bill_no)
    own = own.focus(detail.row.account_no)
    left = receivables.outstanding_of_bills(bill_ids=[detail.row.id]).get(detail.row.id)
    history = _history(detail) if own.shows_usage else []
    return show(
        request, "bill", own,
        bill=explain.bill_row(detail.row, outstanding=left),
        detail=detail,
        lines=explain.lines(detail),
        meters=explain.meters(detail),
        steps=explain.steps(detail),
        notes=explain.notes(detail),
        tiers=pictures.tiers(detail),
        shares=pictures.periods(detail),
        composition=pictures.composition(detail),
        average=pictures.average_price(detail),
        comparisons=pictures.comparisons(detail, history),
    )  # fmt: skip


@own_page(right="VIEW_BILLS")
def bundle(request: HttpRequest, own: OwnAccounts, bill_no: str) -> HttpResponse:
    """Hands out the bill with everything that recomputes it (``gridhall verify file.json``)."""
    try:
        content = billing.issued_bill_bundle(account_ids=own.ids, bill_no=bill_no)
    except BillNotFound:
        raise Http404 from None
    text = json.dumps(content, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bill-{bill_no}.json"'
    return response


def _history(detail: billing.BillDetail) -> list[billing.EnergyMonth]:
    return billing.energy_history(
        account_id=detail.row.account_id, on=detail.row.period_start, scope=None, months=13
    )


def _find(own: OwnAccounts, bill_no: str) -> billing.BillDetail:
    try:
        return billing.issued_bill(account_ids=own.ids, bill_no=bill_no)
    except BillNotFound:
        raise Http404 from None
