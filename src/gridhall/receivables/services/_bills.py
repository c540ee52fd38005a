"""Issued bills become debts; reversed bills stop being debts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage
from gridhall.kernel.money import ZERO_YUAN
from gridhall.receivables.models import LedgerEntry, PaymentAllocation, Receivable
from gridhall.receivables.services import _postings
from gridhall.receivables.services._issued import BillToPost, bills_to_post


@transaction.atomic
def post_issued_bills(*, bill_ids: Sequence[int], at: datetime) -> int:
    """Post issued bills: debt, ledger, balance, use of advance payments, message to the customer.

    Bills that were posted before are left alone, so the same event twice changes nothing.
    Returns how many were posted.
    """
    bills = bills_to_post(bill_ids)
    balances = _postings.lock_balances(bill.account_id for bill in bills)
    known = set(Receivable.objects.filter(bill_id__in=bill_ids).values_list("bill_id", flat=True))
    new = [bill for bill in bills if bill.bill_id not in known]
    Receivable.objects.bulk_create(
        [
            Receivable(
                bill_id=bill.bill_id, account_id=bill.account_id, amount=bill.total,
                outstanding=bill.total, due_date=bill.due_date,
            )
            for bill in new
        ],
        batch_size=2000,
    )  # fmt: skip
    _post_to_ledger(new, LedgerEntry.Kind.BILL, Decimal(1), at)
    _postings.apply_credit((key for key, row in balances.items() if row.amount < 0), at=at)
    messages.send([_message(bill) for bill in new], at=at)
    return len(new)


def _post_to_ledger(bills: Sequence[BillToPost], kind: str, sign: Decimal, at: datetime) -> None:
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                account_id=bill.account_id, kind=kind, amount=sign * bill.total,
                bill_id=bill.bill_id, posted_at=at,
            )
            for bill in bills
        ],
        batch_size=2000,
    )  # fmt: skip
    changes: dict[int, Decimal] = defaultdict(Decimal)
    for bill in bills:
        changes[bill.account_id] += sign * bill.total
    _postings.move_balances(changes)


def _message(bill: BillToPost) -> NewMessage:
    return NewMessage(
        template="receivables.bill_issued",
        dedup_key=f"bill-issued:{bill.bill_id}",
        account_id=bill.account_id,
        params={
            "bill_no": bill.bill_no,
            "month": f"{bill.period_start:%Y-%m}",
            "total": f"{bill.total:,.2f}",
            "due_date": bill.due_date.isoformat(),
        },
    )


@transaction.atomic
def post_bill_reversal(*, bill_id: int, at: datetime) -> bool:
    """Cancel the debt of a reversed bill; money paid for it becomes an advance.

    The advance is used at once for other open bills. Returns False when it was done before.
    """
    (bill,) = bills_to_post([bill_id])
    _postings.lock_balances([bill.account_id])
    receivable = Receivable.objects.filter(bill_id=bill_id).first()
    reversals = LedgerEntry.objects.filter(bill_id=bill_id, kind=LedgerEntry.Kind.BILL_REVERSAL)
    if receivable is None or reversals.exists():
        return False
    _free_allocations(receivable, at)
    Receivable.objects.filter(pk=receivable.pk).update(outstanding=ZERO_YUAN)
    _post_to_ledger([bill], LedgerEntry.Kind.BILL_REVERSAL, Decimal(-1), at)
    _postings.apply_credit([bill.account_id], at=at)
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


def _reversal_message(bill: BillToPost) -> NewMessage:
    return NewMessage(
        template="receivables.bill_reversed",
        dedup_key=f"bill-reversed:{bill.bill_id}",
        account_id=bill.account_id,
        params={
            "bill_no": bill.bill_no,
            "month": f"{bill.period_start:%Y-%m}",
            "total": f"{bill.total:,.2f}",
        },
    )
