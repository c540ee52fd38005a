"""What employees' tools call: find a customer, take a payment."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router

from gridhall.api.v1.doors import EmployeeDoor, caller_id
from gridhall.api.v1.shapes import HitShape, Key, NewPayment, PaymentShape
from gridhall.customers import selectors as customers
from gridhall.receivables import selectors as receivables
from gridhall.receivables import services

router = Router(tags=["staff"])


@router.get("/accounts", response=list[HitShape], auth=EmployeeDoor("customers.read"))
def search(request: HttpRequest, search: str, limit: int = 20) -> list[dict[str, Any]]:
    """Find accounts by number, phone, name, address, pinyin or initials; values are masked."""
    found = customers.search_accounts(
        scope=request.scope, text=search[:100], limit=max(1, min(limit, 50))  # type: ignore[attr-defined]
    )  # fmt: skip
    return [
        {
            "account_no": hit.account_no, "name": hit.name, "address": hit.address,
            "phone": hit.phone, "category": hit.category, "status": hit.status,
            "organisation": hit.organisation_name,
        }
        for hit in found.hits
    ]  # fmt: skip


@router.post(
    "/payments", response={201: PaymentShape}, auth=EmployeeDoor("receivables.take_payment")
)
def take_payment(
    request: HttpRequest, wanted: NewPayment,
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> tuple[int, dict[str, Any]]:  # fmt: skip
    """Take a payment at the counter; the same Idempotency-Key again returns the same payment."""
    scope = request.scope  # type: ignore[attr-defined]
    card = customers.account_card(scope=scope, account_no=wanted.account_no)
    payment = services.take_counter_payment(
        account_id=card.account_id, amount=wanted.amount, channel=wanted.channel,
        expected_balance=wanted.expected_balance, tendered=wanted.tendered,
        allow_advance=wanted.allow_advance, idempotency_key=idempotency_key, scope=scope,
        actor_id=caller_id(request), at=timezone.now(),
        request_id=getattr(request, "request_id", ""),
    )  # fmt: skip
    return 201, {
        "receipt_no": payment.receipt_no, "account_no": card.account_no,
        "amount": payment.amount, "channel": payment.channel, "status": payment.status,
        "received_at": payment.received_at,
        "balance": receivables.balance_of(account_id=card.account_id),
    }  # fmt: skip
