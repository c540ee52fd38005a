"""Payments and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from gridhall.foundation import days
from gridhall.foundation.identity.selectors import Scope
from gridhall.kernel.money import ZERO_YUAN
from gridhall.receivables.models import Payment, PaymentAllocation, PaymentOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The part of a payment that settled one bill, in yuan."""

    bill_no: str
    period_start: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """A payment as screens and receipts show it; amounts in yuan."""

    id: int
    receipt_no: str
    account_id: int
    account_no: str
    organisation_id: int
    organisation_name: str
    channel: str
    channel_label: str
    amount: Decimal
    tendered: Decimal | None
    change: Decimal | None
    status: str
    status_label: str
    received_at: datetime
    received_by: str
    reversed_at: datetime | None = None
    reversed_by: str = ""
    reversal_reason: str = ""
    allocations: tuple[Allocation, ...] = ()
    advance: Decimal = ZERO_YUAN

    @property
    def is_reversed(self) -> bool:
        """Whether the payment was taken back."""
        return self.status == Payment.Status.REVERSED


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFilter:
    """What a list of payments is narrowed to; empty means all. Days are inclusive."""

    account_id: int | None = None
    channel: str = ""
    status: str = ""
    received_by_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPage:
    """Payments, newest first; ``next_before`` asks for the following page."""

    rows: list[PaymentView]
    next_before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """A payment order of a customer; ``status`` CREATED, PAID or EXPIRED."""

    order_no: str
    account_id: int
    account_no: str
    amount: Decimal
    status: str
    created_at: datetime
    expires_at: datetime
    receipt_no: str


def _payments() -> QuerySet[Payment]:
    return Payment.objects.select_related("account", "organisation", "received_by", "reversal__by")


def payments_page(
    *, scope: Scope, narrowed: PaymentFilter = PaymentFilter(), before: int | None = None,
    limit: int = 50,
) -> PaymentPage:  # fmt: skip
    """Return the payments inside ``scope``, newest first."""
    rows = _narrow(_payments(), narrowed)
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: limit + 1])
    views = [_view(row) for row in found[:limit]]
    return PaymentPage(rows=views, next_before=views[-1].id if len(found) > limit else None)


def _narrow(rows: QuerySet[Payment], narrowed: PaymentFilter) -> QuerySet[Payment]:
    wanted = {
        "account_id": narrowed.account_id,
        "channel": narrowed.channel,
        "status": narrowed.status,
        "received_by_id": narrowed.received_by_id,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if narrowed.first_day:
        rows = rows.filter(received_at__gte=days.start_of(narrowed.first_day))
    if narrowed.last_day:
        rows = rows.filter(received_at__lt=days.end_of(narrowed.last_day))
    return rows


def payments_of_accounts(*, account_ids: Iterable[int], limit: int = 50) -> list[PaymentView]:
    """Return the newest payments of these accounts."""
    rows = _payments().filter(account_id__in=list(account_ids)).order_by("-id")[:limit]
    return [_view(row) for row in rows]


def payment_detail(*, scope: Scope, receipt_no: str) -> PaymentView | None:
    """Return a payment with its allocations, if it lies inside ``scope``."""
    row = _payments().filter(receipt_no=receipt_no).first()
    if row is None or not scope.holds(row.organisation_id):
        return None
    return _with_allocations(row)


def payment_of_accounts(*, account_ids: Iterable[int], receipt_no: str) -> PaymentView | None:
    """Return a payment with its allocations, if it belongs to one of the accounts."""
    row = _payments().filter(receipt_no=receipt_no, account_id__in=list(account_ids)).first()
    return _with_allocations(row) if row else None


def receipt_state(*, receipt_no: str) -> str:
    """Return POSTED, REVERSED or nothing: all that a stranger may learn about a receipt."""
    found = Payment.objects.filter(receipt_no=receipt_no).values_list("status", flat=True)
    return found.first() or ""


def order_by_no(*, account_ids: Iterable[int], order_no: str) -> OrderView | None:
    """Return a payment order, if it belongs to one of the accounts."""
    row = (
        PaymentOrder.objects.filter(order_no=order_no, account_id__in=list(account_ids))
        .select_related("account", "payment")
        .first()
    )
    if row is None:
        return None
    return OrderView(
        order_no=row.order_no, account_id=row.account_id, account_no=row.account.account_no,
        amount=row.amount, status=row.status, created_at=row.created_at,
        expires_at=row.expires_at, receipt_no=row.payment.receipt_no if row.payment else "",
    )  # fmt: skip


def _with_allocations(row: Payment) -> PaymentView:
    """Return the view with what the payment settles; of a reversed one what it had settled.

    Parts that a reversed *bill* set free no longer count, whatever became of the payment later.
    """
    rows = PaymentAllocation.objects.filter(payment=row).select_related("receivable__bill")
    reversed_at = row.reversal.at if row.status == Payment.Status.REVERSED else None
    sums: dict[int, Allocation] = {}
    for part in rows.order_by("id"):
        if part.amount < 0 and part.at == reversed_at:
            continue
        bill = part.receivable.bill
        earlier = sums[part.receivable_id].amount if part.receivable_id in sums else ZERO_YUAN
        sums[part.receivable_id] = Allocation(
            bill_no=bill.bill_no or "", period_start=bill.period_start, amount=earlier + part.amount
        )
    parts = tuple(part for part in sums.values() if part.amount)
    advance = row.amount - sum((part.amount for part in parts), ZERO_YUAN)
    return _view(row, allocations=parts, advance=advance)


def _view(
    row: Payment, allocations: tuple[Allocation, ...] = (), advance: Decimal = ZERO_YUAN
) -> PaymentView:
    reversal = getattr(row, "reversal", None)
    return PaymentView(
        id=row.pk, receipt_no=row.receipt_no, account_id=row.account_id,
        account_no=row.account.account_no, organisation_id=row.organisation_id,
        organisation_name=row.organisation.name, channel=row.channel,
        channel_label=row.get_channel_display(), amount=row.amount, tendered=row.tendered,
        change=None if row.tendered is None else row.tendered - row.amount,
        status=row.status, status_label=row.get_status_display(), received_at=row.received_at,
        received_by=str(row.received_by or ""),
        reversed_at=reversal.at if reversal else None,
        reversed_by=str(reversal.by or "") if reversal else "",
        reversal_reason=reversal.reason if reversal else "",
        allocations=allocations, advance=advance,
    )  # fmt: skip
