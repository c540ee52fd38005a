"""The few facts of a bill that bookkeeping needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from gridhall.receivables.models import Receivable


@dataclass(frozen=True, slots=True, kw_only=True)
class BillToPost:
    """A bill as a debt: amounts in yuan."""

    bill_id: int
    bill_no: str
    account_id: int
    period_start: date
    due_date: date
    total: Decimal


def bills_to_post(bill_ids: Sequence[int]) -> list[BillToPost]:
    """Return the issued (or since reversed) bills among these, in the order of their accounts."""
    bill: Any = Receivable._meta.get_field("bill").related_model
    rows = bill.objects.filter(pk__in=bill_ids, status__in=["ISSUED", "REVERSED"]).values(
        "bill_no", "account_id", "period_start", "due_date", "total", bill_id=F("pk")
    )
    return [BillToPost(**row) for row in rows.order_by("account_id", "pk")]
