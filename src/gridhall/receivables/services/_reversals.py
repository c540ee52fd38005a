"""Taking a wrong payment back."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.outbox import services as outbox
from gridhall.kernel.errors import GridHallError
from gridhall.receivables.events import PaymentReversed
from gridhall.receivables.models import (
    LedgerEntry,
    Payment,
    PaymentAllocation,
    PaymentReversal,
)
from gridhall.receivables.services import _credit, _postings


class UnableToFindPayment(GridHallError):
    """There is no such payment where this employee works."""

    code = "PAYMENT_NOT_FOUND"
    template = gettext_noop("There is no such payment in your organisation.")
    status = 404


class ReasonMissing(GridHallError):
    """A reversal without a reason."""

    code = "REASON_MISSING"
    template = gettext_noop("Write down why: a reversal needs its reason (up to 300 characters).")


class PaymentAlreadyReversed(GridHallError):
    """A payment is reversed at most once."""

    code = "PAYMENT_ALREADY_REVERSED"
    template = gettext_noop("Receipt {receipt_no} was already reversed at {at}: {reason}")


@transaction.atomic
def reverse_payment(
    *, payment_id: int, reason: str, scope: Scope, actor_id: int, at: datetime,
    request_id: str = "",
) -> PaymentReversal:  # fmt: skip
    """Take a payment back: its bills are open again, the ledger shows both sides.

    Raises UnableToFindPayment, ReasonMissing, PaymentAlreadyReversed.
    """
    reason = reason.strip()
    if not reason or len(reason) > 300:
        raise ReasonMissing
    payment = _lock(payment_id, scope)
    _mark_reversed(payment)
    reversal = PaymentReversal.objects.create(payment=payment, reason=reason, at=at, by_id=actor_id)
    take_back([payment.pk], at=at)
    LedgerEntry.objects.create(
        account_id=payment.account_id, kind=LedgerEntry.Kind.PAYMENT_REVERSAL,
        amount=payment.amount, payment=payment, posted_at=at,
    )  # fmt: skip
    _postings.move_balances({payment.account_id: payment.amount})
    _credit.apply_credit([payment.account_id], at=at)
    _announce(payment, reason=reason, actor_id=actor_id, at=at, request_id=request_id)
    return reversal


def _lock(payment_id: int, scope: Scope) -> Payment:
    account_id = Payment.objects.filter(pk=payment_id).values_list("account_id", flat=True).first()
    if account_id is None:
        raise UnableToFindPayment
    _postings.lock_balances([account_id])
    payment = Payment.objects.get(pk=payment_id)
    if not scope.holds(payment.organisation_id):
        raise UnableToFindPayment
    return payment


def _mark_reversed(payment: Payment) -> None:
    changed = Payment.objects.filter(pk=payment.pk, status=Payment.Status.POSTED).update(
        status=Payment.Status.REVERSED
    )
    if not changed:
        earlier = PaymentReversal.objects.get(payment=payment)
        raise PaymentAlreadyReversed(
            receipt_no=payment.receipt_no, at=earlier.at, reason=earlier.reason
        )
    payment.status = Payment.Status.REVERSED


def take_back(payment_ids: list[int], *, at: datetime) -> None:
    """Mirror the allocations of these payments and open their receivables again."""
    taken: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for row in PaymentAllocation.objects.filter(payment_id__in=payment_ids):
        taken[row.payment_id, row.receivable_id] += row.amount
    moves: dict[int, Decimal] = defaultdict(Decimal)
    rows = []
    for (payment_id, receivable_id), amount in taken.items():
        if amount:
            moves[receivable_id] += amount
            rows.append(
                PaymentAllocation(
                    payment_id=payment_id, receivable_id=receivable_id, amount=-amount, at=at
                )
            )
    PaymentAllocation.objects.bulk_create(rows)
    _postings.move_outstanding(moves)


def _announce(
    payment: Payment, *, reason: str, actor_id: int, at: datetime, request_id: str
) -> None:
    audit.record(
        action="receivables.payment.reversed", at=at, actor_id=actor_id, object_type="payment",
        object_id=payment.pk, object_label=payment.receipt_no, account_id=payment.account_id,
        organisation_id=payment.organisation_id, reason=reason, request_id=request_id,
        changes={"amount": str(payment.amount), "status": ["POSTED", "REVERSED"]},
    )  # fmt: skip
    event = PaymentReversed(
        payment_id=payment.pk, account_id=payment.account_id,
        organisation_id=payment.organisation_id, receipt_no=payment.receipt_no,
        amount=str(payment.amount), reason=reason,
    )  # fmt: skip
    outbox.publish(event, at=at)
