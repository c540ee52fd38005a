"""A customer wants to pay online."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gridhall.receivables.models import PaymentOrder
from gridhall.receivables.services._counter import check_amount
from gridhall.receivables.services._postings import IdempotencyKeyReused

VALID_FOR = timedelta(minutes=30)


@transaction.atomic
def create_payment_order(
    *, account_id: int, user_id: int, amount: Decimal, idempotency_key: str, at: datetime
) -> PaymentOrder:
    """Note that a customer wants to pay ``amount`` (yuan); nothing is posted yet.

    The caller has checked that the user may pay for the account. The same key of the same user
    again returns the same order. Raises NotAnAmount, IdempotencyKeyReused.
    """
    amount = check_amount(amount)
    order, created = PaymentOrder.objects.get_or_create(
        idempotency_key=f"{user_id}:{idempotency_key}"[:80],
        defaults={
            "order_no": f"PO{timezone.localtime(at):%Y%m%d}{secrets.token_hex(6).upper()}",
            "account_id": account_id,
            "amount": amount,
            "created_by_id": user_id,
            "created_at": at,
            "expires_at": at + VALID_FOR,
        },
    )
    if not created and (order.account_id != account_id or order.amount != amount):
        raise IdempotencyKeyReused(receipt_no=order.order_no)
    return order
