"""Bills below zero: what is left of them, and which bills they settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from gridhall.receivables.models import BillOffset, Receivable


@dataclass(frozen=True, slots=True, kw_only=True)
class BillCredit:
    """A bill below zero that is not used up; amounts in yuan, both positive."""

    account_id: int
    bill_id: int
    bill_no: str
    period_start: date
    amount: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """The part of a bill below zero that settled another bill, in yuan."""

    credit_bill_no: str
    debt_bill_no: str
    amount: Decimal


def bill_credits(*, account_ids: Iterable[int]) -> list[BillCredit]:
    """Return the bills below zero of which something is left for the next bills, oldest first."""
    rows = Receivable.objects.filter(account_id__in=list(account_ids), outstanding__lt=0)
    return [
        BillCredit(
            account_id=row.account_id, bill_id=row.bill_id, bill_no=row.bill.bill_no or "",
            period_start=row.bill.period_start, amount=-row.amount, left=-row.outstanding,
        )
        for row in rows.select_related("bill").order_by("due_date", "id")
    ]  # fmt: skip


def offsets_of_bill(*, bill_id: int) -> list[Offset]:
    """Return what this bill settled of others, or others of it, without what was taken back."""
    rows = (
        BillOffset.objects.filter(Q(credit__bill_id=bill_id) | Q(debt__bill_id=bill_id))
        .values_list("credit__bill__bill_no", "debt__bill__bill_no", "debt__due_date", "debt_id")
        .annotate(sum=Sum("amount"))
        .order_by("debt__due_date", "debt_id", "credit_id")
    )
    return [
        Offset(credit_bill_no=credit or "", debt_bill_no=debt or "", amount=amount)
        for credit, debt, _due, _pk, amount in rows
        if amount
    ]
