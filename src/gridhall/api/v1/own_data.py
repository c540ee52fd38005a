"""The customer's own data: accounts, bills, payment orders."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router

from gridhall.api.v1.doors import CustomerDoor, caller_id
from gridhall.api.v1.shapes import (
    AccountShape,
    BillDetailShape,
    BillShape,
    Key,
    LineShape,
    NewOrder,
    OrderShape,
)
from gridhall.billing import selectors as billing
from gridhall.customers import selectors as customers
from gridhall.customers.errors import AccountNotFound
from gridhall.receivables import selectors as receivables
from gridhall.receivables import services

BILLS, PAYING = CustomerDoor("VIEW_BILLS"), CustomerDoor("PAY")
router = Router(auth=CustomerDoor(), tags=["own data"])


def _ids(request: HttpRequest) -> list[int]:
    return [account.account_id for account in request.own.values()]  # type: ignore[attr-defined]


@router.get("/accounts", response=list[AccountShape])
def accounts(request: HttpRequest) -> list[dict[str, Any]]:
    """List the customer's accounts with what each owes, where she may see that, and her rights."""
    held = customers.accesses_of_user(user_id=caller_id(request), on=timezone.localdate())
    rights = {one.account_id: one.rights for one in held}
    seen = [pk for pk, mine in rights.items() if {"VIEW_BILLS", "PAY"} & set(mine)]
    balances = receivables.balances_of(account_ids=seen)
    return [
        {
            "account_no": account.account_no, "address": account.address,
            "category": account.category, "balance": balances.get(account.account_id),
            "rights": list(rights.get(account.account_id, ())),
        }
        for account in request.own.values()  # type: ignore[attr-defined]
    ]  # fmt: skip


@router.get("/bills", auth=BILLS, response=list[BillShape])
def bills(request: HttpRequest, limit: int = 24) -> list[dict[str, Any]]:
    """List the issued bills of all accounts, newest month first."""
    found = billing.issued_bills(account_ids=_ids(request), limit=limit)
    left = receivables.outstanding_of_bills(bill_ids=[row.id for row in found])
    return [_bill(row, left) for row in found]


@router.get("/bills/{bill_no}", auth=BILLS, response=BillDetailShape)
def bill(request: HttpRequest, bill_no: str) -> dict[str, Any]:
    """Return one bill with every line explained."""
    detail = billing.issued_bill(account_ids=_ids(request), bill_no=bill_no)
    left = receivables.outstanding_of_bills(bill_ids=[detail.row.id])
    return {
        **_bill(detail.row, left),
        "lines": [
            LineShape(
                number=line.number, code=line.code, description=line.description,
                quantity=line.quantity, unit=line.unit, price=line.price, amount=line.amount,
                words=line.words, numbers=line.numbers, parameters=list(line.parameters),
            )
            for line in detail.lines
        ],
        "steps": detail.steps, "readings": detail.readings, "warnings": detail.warnings,
    }  # fmt: skip


@router.get("/bills/{bill_no}/bundle", auth=BILLS, response=dict[str, Any])
def bundle(request: HttpRequest, bill_no: str) -> dict[str, Any]:
    """Return the bundle from which ``gridhall verify`` recomputes the bill offline."""
    return billing.issued_bill_bundle(account_ids=_ids(request), bill_no=bill_no)


@router.post("/payment-orders", auth=PAYING, response={201: OrderShape})
def create_payment_order(
    request: HttpRequest, wanted: NewOrder,
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> tuple[int, dict[str, Any]]:  # fmt: skip
    """Make a payment order; the same Idempotency-Key again returns the same order."""
    account = request.own.get(wanted.account_no)  # type: ignore[attr-defined]
    if account is None:
        raise AccountNotFound(account=wanted.account_no)
    order = services.create_payment_order(
        account_id=account.account_id, user_id=caller_id(request), amount=wanted.amount,
        idempotency_key=idempotency_key, at=timezone.now(),
    )  # fmt: skip
    return 201, {
        "order_no": order.order_no, "account_no": account.account_no, "amount": order.amount,
        "status": order.status, "expires_at": order.expires_at,
    }  # fmt: skip


def _bill(row: billing.BillRow, left: dict[int, Any]) -> dict[str, Any]:
    return {
        "bill_no": row.bill_no, "account_no": row.account_no, "period_start": row.period_start,
        "period_end": row.period_end, "status": row.status, "energy_kwh": row.energy_kwh,
        "total": row.total, "outstanding": left.get(row.id), "due_date": row.due_date,
    }  # fmt: skip
