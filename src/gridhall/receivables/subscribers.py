"""What receivables does when something happened elsewhere, or its own money moved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage
from gridhall.receivables import services


def on_bills_issued(payload: dict[str, Any]) -> None:
    """Post the bills of ``billing.bills.issued``."""
    services.post_issued_bills(bill_ids=payload["bill_ids"], at=timezone.now())


def on_bill_reversed(payload: dict[str, Any]) -> None:
    """Cancel the debt of ``billing.bill.reversed``."""
    services.post_bill_reversal(bill_id=payload["bill_id"], at=timezone.now())


def on_payment_posted(payload: dict[str, Any]) -> None:
    """Thank the customer for ``receivables.payment.posted``."""
    _tell(payload, "receivables.payment_posted", "payment-posted")


def on_payment_reversed(payload: dict[str, Any]) -> None:
    """Tell the customer of ``receivables.payment.reversed``."""
    _tell(payload, "receivables.payment_reversed", "payment-reversed")


def _tell(payload: dict[str, Any], template: str, occasion: str) -> None:
    amount = f"{Decimal(payload['amount']):,.2f}"
    params = {"receipt_no": payload["receipt_no"], "amount": amount}
    message = NewMessage(
        template=template, dedup_key=f"{occasion}:{payload['payment_id']}",
        account_id=payload["account_id"], params={**params, "reason": payload.get("reason", "")},
    )  # fmt: skip
    messages.send([message], at=timezone.now())
