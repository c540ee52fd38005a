"""What an account has in its favour is used for what is open: bill credits first, then money.

Bill credits go first, so that the customer's own money stays hers as long as possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from gridhall.kernel.money import ZERO_YUAN
from gridhall.receivables.models import Payment, PaymentAllocation, Receivable
from gridhall.receivables.services import _offsets, _postings


def apply_credit(account_ids: Iterable[int], *, at: datetime) -> None:
    """Use bill credits and money not yet allocated for what is open: always the oldest first.

    The caller holds the lock of the balances of these accounts.
    """
    ids = list(account_ids)
    bills = _offsets.credits_left(ids)
    payments = _unallocated(ids)
    accounts = {row.account_id for row in bills} | {row.account_id for row in payments}
    if not accounts:
        return
    targets = _postings.open_receivables(accounts)
    _offsets.set_off(bills, targets, at=at)
    _allocate(payments, targets, at=at)


def _unallocated(account_ids: list[int]) -> list[Any]:
    """Return the payments of which something is not allocated, with ``allocated`` in yuan."""
    return list(
        Payment.objects.filter(account_id__in=account_ids, status=Payment.Status.POSTED)
        .annotate(allocated=Coalesce(Sum("allocations__amount"), ZERO_YUAN))
        .filter(allocated__lt=F("amount"))
        .order_by("account_id", "id")
    )


def _allocate(
    payments: Sequence[Any], targets: Mapping[int, list[Receivable]], *, at: datetime
) -> None:
    rows: list[PaymentAllocation] = []
    moves: dict[int, Decimal] = defaultdict(Decimal)
    for payment in payments:
        rest = payment.amount - payment.allocated
        for receivable, part in _postings.split(rest, targets.get(payment.account_id, [])):
            rows.append(
                PaymentAllocation(payment=payment, receivable=receivable, amount=part, at=at)
            )
            moves[receivable.pk] -= part
    PaymentAllocation.objects.bulk_create(rows, batch_size=2000)
    _postings.move_outstanding(moves)
