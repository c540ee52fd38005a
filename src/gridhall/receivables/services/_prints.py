"""Printing a receipt: the first print is the original, every other says which copy it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from gridhall.customers import selectors as customers
from gridhall.receivables import receipts
from gridhall.receivables.models import ReceiptPrint
from gridhall.receivables.selectors import PaymentView
from gridhall.receivables.services import _postings


@transaction.atomic
def print_receipt(
    *, payment: PaymentView, verify_base: str, by_id: int | None, at: datetime
) -> bytes:
    """Return the receipt of a payment as PDF and note the print.

    ``verify_base`` is the address (with the final slash) under which the QR code is checked.
    The receipt shows the customer's name in clear: it is handed to nobody else.
    """
    number = note_receipt_print(
        payment_id=payment.id, account_id=payment.account_id, by_id=by_id, at=at
    )
    names = customers.display_names(account_ids=[payment.account_id], masked=False)
    code = receipts.verification_code(payment.receipt_no)
    return receipts.render_receipt(
        receipts.ReceiptData(
            payment=payment, customer_name=names.get(payment.account_id, ""),
            print_number=number, verify_url=f"{verify_base}{code}", printed_at=at,
        )
    )  # fmt: skip


@transaction.atomic
def note_receipt_print(*, payment_id: int, account_id: int, by_id: int | None, at: datetime) -> int:
    """Note a print of the receipt and return its number: 1 is the original, more are copies."""
    _postings.lock_balances([account_id])
    last = ReceiptPrint.objects.filter(payment_id=payment_id).aggregate(last=Max("number"))["last"]
    number = int(last or 0) + 1
    ReceiptPrint.objects.create(payment_id=payment_id, number=number, by_id=by_id, at=at)
    return number
