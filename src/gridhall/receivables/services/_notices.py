"""Notices of the payment provider: exactly one payment for an order, whatever arrives.

The provider may send a notice twice, at the same moment, late, or changed by somebody. A notice
is trusted only when its signature fits; what contradicts its order is kept and shown to staff,
never posted; money for an expired order is posted all the same, because it was paid.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import roles_allowing
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage
from gridhall.kernel.errors import GridHallError, InvalidNumber
from gridhall.kernel.money import exact
from gridhall.receivables import provider
from gridhall.receivables.models import Payment, PaymentNotice, PaymentOrder
from gridhall.receivables.services import _postings
from gridhall.receivables.services._counter import announce

Outcome = PaymentNotice.Outcome


class InvalidNotice(GridHallError):
    """The notice is signed but is not what was agreed."""

    code = "INVALID_NOTICE"
    template = gettext_noop("The payment notice is not readable: {problem}.")
    status = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeResult:
    """What became of a notice; ``payment`` is the order's payment, if it has one."""

    outcome: str
    payment: Payment | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notice:
    notice_id: str
    order_no: str
    amount_text: str
    amount: Decimal
    body_hash: str


@transaction.atomic
def receive_notice(*, body: bytes, signature: str, at: datetime) -> NoticeResult:
    """Judge a provider's notice and post the payment if it is genuine, new and consistent.

    Raises provider.SignatureInvalid, InvalidNotice.
    """
    provider.verify(body, signature=signature, at=at)
    notice = _read(body)
    order = PaymentOrder.objects.filter(order_no=notice.order_no).first()
    if order is None:
        first = _store(notice, Outcome.UNKNOWN_ORDER, "", at)
        return NoticeResult(outcome=Outcome.UNKNOWN_ORDER if first else Outcome.REPEATED)
    balance = _postings.lock_balances([order.account_id])[order.account_id]
    order = PaymentOrder.objects.select_for_update(of=("self",)).select_related("payment").get(
        pk=order.pk
    )  # fmt: skip
    if _known(notice):
        return NoticeResult(outcome=Outcome.REPEATED, payment=order.payment)
    problem = _contradiction(notice, order)
    if problem:
        _store(notice, Outcome.DISPUTED, problem, at)
        _tell_staff(notice, order, problem, balance.account.organisation.path, at)
        return NoticeResult(outcome=Outcome.DISPUTED, payment=order.payment, detail=problem)
    payment = Payment(
        channel=Payment.Channel.ONLINE, amount=order.amount,
        idempotency_key=f"order:{order.order_no}", provider_reference=notice.notice_id,
    )  # fmt: skip
    _postings.post_payment(payment, balance=balance, at=at)
    order.payment, order.status = payment, PaymentOrder.Status.PAID
    order.save(update_fields=["payment", "status"])
    _store(notice, Outcome.POSTED, "", at)
    announce(payment, at=at, actor_id=None)
    return NoticeResult(outcome=Outcome.POSTED, payment=payment)


def _read(body: bytes) -> _Notice:
    try:
        content = json.loads(body)
        notice_id, order_no = str(content["notice_id"]), str(content["order_no"])
        amount_text = content["amount"]
        if not isinstance(amount_text, str):
            raise InvalidNotice(problem="amount must be text")
        amount = exact(amount_text)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidNotice(problem=type(error).__name__) from None
    except InvalidNumber:
        raise InvalidNotice(problem="amount") from None
    if not 0 < len(notice_id) <= 80 or not 0 < len(order_no) <= 30 or len(amount_text) > 40:
        raise InvalidNotice(problem="length")
    if not f"{notice_id}{order_no}{amount_text}".isprintable():
        raise InvalidNotice(problem="characters")
    return _Notice(
        notice_id=notice_id, order_no=order_no, amount_text=amount_text, amount=amount,
        body_hash=hashlib.sha256(body).hexdigest(),
    )  # fmt: skip


def _known(notice: _Notice) -> bool:
    return PaymentNotice.objects.filter(
        notice_id=notice.notice_id, body_hash=notice.body_hash
    ).exists()


def _contradiction(notice: _Notice, order: PaymentOrder) -> str:
    """Return in one English word group what does not fit, or nothing."""
    if order.payment is not None:
        same = order.payment.provider_reference == notice.notice_id
        return "the same notice with other content" if same else "the order is already paid"
    if notice.amount != order.amount:
        return f"amount {notice.amount_text} instead of {order.amount}"
    if Payment.objects.filter(provider_reference=notice.notice_id).exists():
        return "the notice already paid another order"
    return ""


def _store(notice: _Notice, outcome: str, detail: str, at: datetime) -> bool:
    """Keep the notice; tell whether it is the first time."""
    if _known(notice):
        return False
    PaymentNotice.objects.bulk_create(
        [
            PaymentNotice(
                notice_id=notice.notice_id, order_no=notice.order_no, amount=notice.amount_text,
                body_hash=notice.body_hash, outcome=outcome, detail=detail, received_at=at,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return True


def _tell_staff(
    notice: _Notice, order: PaymentOrder, problem: str, path: str, at: datetime
) -> None:
    messages.send(
        [
            NewMessage(
                template="receivables.notice_disputed",
                dedup_key=f"notice-disputed:{notice.body_hash[:32]}:{employee_id}",
                employee_id=employee_id,
                params={
                    "order_no": order.order_no,
                    "amount": notice.amount_text,
                    "expected": f"{order.amount}",
                    "problem": problem,
                },
            )
            for employee_id in _in_charge(path, at)
        ],
        at=at,
    )


def _in_charge(path: str, at: datetime) -> set[int]:
    """Return the employees who may reverse payments for the organisation of this path."""
    found = [identity.organisation_by_code(code=code) for code in path.split("/") if code]
    scope = identity.Scope(organisation_ids=frozenset(unit.pk for unit in found if unit))
    today, roles = timezone.localdate(at), roles_allowing("receivables.reverse_payment")
    return {
        held.user_id
        for held in identity.employees(scope=scope)
        if held.role in roles
        and held.valid_from <= today
        and (held.valid_to is None or today < held.valid_to)
    }
