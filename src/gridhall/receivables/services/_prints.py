"""Which time is this receipt printed?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from gridhall.receivables.models import ReceiptPrint
from gridhall.receivables.services import _postings


@transaction.atomic
def note_receipt_print(*, payment_id: int, account_id: int, by_id: int | None, at: datetime) -> int:
    """Note a print of the receipt and return its number: 1 is the original, more are copies."""
    _postings.lock_balances([account_id])
    last = ReceiptPrint.objects.filter(payment_id=payment_id).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    ReceiptPrint.objects.create(payment_id=payment_id, number=number, by_id=by_id, at=at)
    return number
