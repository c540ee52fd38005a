"""Bills below zero (credits) set off against bills that are open.

The caller holds the lock of the accounts' balances. A set-off moves no balance, only what is
open of one bill and what is left of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from gridhall.receivables.models import BillOffset, Receivable
from gridhall.receivables.services import _postings


def credits_left(account_ids: Iterable[int]) -> list[Receivable]:
    """Return the bills below zero of which something is left, oldest first."""
    rows = Receivable.objects.filter(account_id__in=list(account_ids), outstanding__lt=0)
    return list(rows.order_by("account_id", "due_date", "id"))


def set_off(
    credits_: Sequence[Receivable], targets: Mapping[int, list[Receivable]], *, at: datetime
) -> None:
    """Use the credits, oldest first, for the open bills of the same account, oldest due first.

    Lowers ``outstanding`` of the ``targets`` in memory too, for whoever goes on with them.
    """
    rows: list[BillOffset] = []
    moves: dict[int, Decimal] = defaultdict(Decimal)
    for credit in credits_:
        for debt, part in _postings.split(-credit.outstanding, targets.get(credit.account_id, [])):
            rows.append(BillOffset(credit=credit, debt=debt, amount=part, at=at))
            moves[credit.pk] += part
            moves[debt.pk] -= part
    BillOffset.objects.bulk_create(rows, batch_size=2000)
    _postings.move_outstanding(moves)


def take_back(receivable: Receivable, *, at: datetime) -> None:
    """Mirror every set-off of this bill, whichever side it is on; the other bill is as before."""
    sums: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for row in BillOffset.objects.filter(Q(credit=receivable) | Q(debt=receivable)):
        sums[row.credit_id, row.debt_id] += row.amount
    rows: list[BillOffset] = []
    moves: dict[int, Decimal] = defaultdict(Decimal)
    for (credit_id, debt_id), amount in sums.items():
        if amount:
            rows.append(BillOffset(credit_id=credit_id, debt_id=debt_id, amount=-amount, at=at))
            moves[credit_id] -= amount
            moves[debt_id] += amount
    BillOffset.objects.bulk_create(rows)
    _postings.move_outstanding(moves)
