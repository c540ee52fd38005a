"""Issued bills become debts; reversed bills stop being debts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.db import transaction

from gridhall.billing import selectors as billing
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage
from gridhall.kernel.money import ZERO_YUAN
from gridhall.receivables.models import LedgerEntry, PaymentAllocation, Receivable
from gridhall.receivables.services import _credit, _offsets, _postings


@transaction.atomic
def post_issued_bills(*, bill_ids: Sequence[int], at: datetime) -> int:
    """Post issued bills: debt, ledger, balance, use of credit and advances, word to the customer.

    Bills that were posted before are left alone, so the same event twice changes nothing; so are
    bills that were reversed before they were posted: nobody ever owed them.
    Returns how many were posted.
    """
    balances = _postings.lock_balances(bill.account_id for bill in _in_status(bill_ids, "ISSUED"))
    bills = [bill for bill in _in_status(bill_ids, "ISSUED") if bill.account_id in balances]
    known = set(Receivable.objects.filter(bill_id__in=bill_ids).values_list("bill_id", flat=True))
    new = [bill for bill in bills if bill.id not in known]
    Receivable.objects.bulk_create(
        [
            Receivable(
                bill_id=bill.id, account_id=bill.account_id, amount=bill.total,
                outstanding=bill.total, due_date=cast(date, bill.due_date),
            )
            for bill in new
        ],
        batch_size=2000,
    )  # fmt: skip
    _post_to_ledger(new, LedgerEntry.Kind.BILL, Decimal(1), at)
    in_credit = {key for key, row in balances.items() if row.amount < 0}
    below_zero = {bill.account_id for bill in new if bill.total < 0}
    _credit.apply_credit(in_credit | below_zero, at=at)
    messages.send([_message(bill) for bill in new], at=at)
    return len(new)


def _in_status(bill_ids: Sequence[int], *wanted: str) -> list[billing.BillRow]:
    """Return the bills among these that have one of the statuses, in the order of accounts.

    Ask again under the lock: a bill may be reversed while one waits for it.
    """
    found = billing.bills_by_ids(bill_ids=bill_ids)
    kept = [bill for bill in found if bill.status in wanted]
    return sorted(kept, key=lambda bill: (bill.account_id, bill.id))


def _post_to_ledger(
    bills: Sequence[billing.BillRow], kind: str, sign: Decimal, at: datetime
) -> None:
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                account_id=bill.account_id, kind=kind, amount=sign * bill.total,
                bill_id=bill.id, posted_at=at,
            )
            for bill in bills
        ],
        batch_size=2000,
    )  # fmt: skip
    changes: dict[int, Decimal] = defaultdict(Decimal)
    for bill in bills:
        changes[bill.account_id] += sign * bill.total
    _postings.move_balances(changes)


def _message(bill: billing.BillRow) -> NewMessage:
    return NewMessage(
        template=_template(bill.total),
        dedup_key=f"bill-issued:{bill.id}",
        account_id=bill.account_id,
        params={
            "bill_no": bill.bill_no,
            "month": f"{bill.period_start:%Y-%m}",
            "total": f"{abs(bill.total):,.2f}",
            "due_date": f"{bill.due_date:%Y-%m-%d}",
        },
    )


def _template(total: Decimal) -> str:
    """Return what to tell: pay until a day, nothing to pay, or so much in your favour."""
    if total > 0:
        return "receivables.bill_issued"
    return "receivables.bill_credited" if total < 0 else "receivables.bill_nothing_to_pay"


@transaction.atomic
def post_bill_reversal(*, bill_id: int, at: datetime) -> bool:
    """Cancel the debt (or the credit) of a reversed bill.

    Money paid for it becomes an advance, a credit set off against it is free again, and what its
    own credit settled is open again; all this is used at once for other open bills. Returns False
    when it was done before or the bill never was posted.
    """
    (bill,) = _in_status([bill_id], "ISSUED", "REVERSED")
    _postings.lock_balances([bill.account_id])
    receivable = Receivable.objects.filter(bill_id=bill_id).first()
    reversals = LedgerEntry.objects.filter(bill_id=bill_id, kind=LedgerEntry.Kind.BILL_REVERSAL)
    if receivable is None or reversals.exists():
        return False
    _free_allocations(receivable, at)
    _offsets.take_back(receivable, at=at)
    Receivable.objects.filter(pk=receivable.pk).update(outstanding=ZERO_YUAN)
    _post_to_ledger([bill], LedgerEntry.Kind.BILL_REVERSAL, Decimal(-1), at)
    _credit.apply_credit([bill.account_id], at=at)
    messages.send([_reversal_message(bill)], at=at)
    return True


def _free_allocations(receivable: Receivable, at: datetime) -> None:
    by_payment: dict[int, Decimal] = defaultdict(Decimal)
    for row in PaymentAllocation.objects.filter(receivable=receivable):
        by_payment[row.payment_id] += row.amount
    PaymentAllocation.objects.bulk_create(
        PaymentAllocation(payment_id=payment_id, receivable=receivable, amount=-amount, at=at)
        for payment_id, amount in by_payment.items()
        if amount
    )


def _reversal_message(bill: billing.BillRow) -> NewMessage:
    return NewMessage(
        template="receivables.bill_reversed",
        dedup_key=f"bill-reversed:{bill.id}",
        account_id=bill.account_id,
        params={
            "bill_no": bill.bill_no,
            "month": f"{bill.period_start:%Y-%m}",
            "total": f"{bill.total:,.2f}",
        },
    )
