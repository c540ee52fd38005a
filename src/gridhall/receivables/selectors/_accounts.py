"""What accounts owe and how that came about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from gridhall.kernel.money import ZERO_YUAN
from gridhall.receivables.models import Balance, LedgerEntry, Receivable


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """A bill that is not fully paid; amounts in yuan."""

    account_id: int
    bill_id: int
    bill_no: str
    period_start: date
    due_date: date
    amount: Decimal
    outstanding: Decimal

    def overdue(self, on: date) -> bool:
        """Tell whether the day to pay has passed."""
        return on > self.due_date


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One posting with the balance after it; amounts in yuan, debits positive."""

    id: int
    kind: str
    label: str
    amount: Decimal
    balance_after: Decimal
    posted_at: datetime
    bill_no: str
    receipt_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Postings, newest first; ``next_before`` asks for the following page."""

    rows: list[LedgerRow]
    next_before: int | None


def balance_of(*, account_id: int) -> Decimal:
    """Return what the account owes in yuan; negative is an advance; 0.00 without any posting."""
    return balances_of(account_ids=[account_id])[account_id]


def balances_of(*, account_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what each of these accounts owes in yuan."""
    wanted = list(account_ids)
    rows = Balance.objects.filter(account_id__in=wanted).values_list("account_id", "amount")
    return {**dict.fromkeys(wanted, ZERO_YUAN), **dict(rows)}


def open_items(*, account_ids: Iterable[int]) -> list[OpenItem]:
    """Return the bills that are not fully paid, oldest due first."""
    rows = (
        Receivable.objects.filter(account_id__in=list(account_ids), outstanding__gt=0)
        .select_related("bill")
        .order_by("due_date", "id")
    )
    return [
        OpenItem(
            account_id=row.account_id, bill_id=row.bill_id, bill_no=row.bill.bill_no or "",
            period_start=row.bill.period_start, due_date=row.due_date, amount=row.amount,
            outstanding=row.outstanding,
        )
        for row in rows
    ]  # fmt: skip


def outstanding_of_bills(*, bill_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what is still to pay of these bills in yuan; a bill not posted yet is missing.

    Nothing is to pay of a bill below zero: ``bill_credits`` tells what is left of it.
    """
    rows = Receivable.objects.filter(bill_id__in=list(bill_ids))
    found = rows.values_list("bill_id", "outstanding")
    return {bill_id: max(outstanding, ZERO_YUAN) for bill_id, outstanding in found}


def ledger_page(*, account_id: int, before: int | None = None, limit: int = 50) -> LedgerPage:
    """Return the postings of an account, newest first, each with the balance after it."""
    entries = LedgerEntry.objects.filter(account_id=account_id)
    older = entries if before is None else entries.filter(pk__lt=before)
    found = list(older.select_related("bill", "payment").order_by("-id")[: limit + 1])
    balance = ZERO_YUAN
    if found:
        total = entries.filter(pk__lte=found[0].pk).aggregate(total=Sum("amount"))["total"]
        balance = total or ZERO_YUAN
    rows = []
    for entry in found[:limit]:
        rows.append(_ledger_row(entry, balance))
        balance -= entry.amount
    return LedgerPage(rows=rows, next_before=rows[-1].id if len(found) > limit else None)


def _ledger_row(entry: LedgerEntry, balance: Decimal) -> LedgerRow:
    return LedgerRow(
        id=entry.pk, kind=entry.kind, label=entry.get_kind_display(), amount=entry.amount,
        balance_after=balance, posted_at=entry.posted_at,
        bill_no=(entry.bill.bill_no or "") if entry.bill else "",
        receipt_no=entry.payment.receipt_no if entry.payment else "",
    )  # fmt: skip
