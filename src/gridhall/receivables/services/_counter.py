"""Taking money at the counter."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.outbox import services as outbox
from gridhall.kernel.errors import GridHallError
from gridhall.kernel.money import FEN, exact
from gridhall.receivables.events import PaymentPosted
from gridhall.receivables.models import Balance, LedgerEntry, Payment
from gridhall.receivables.services import _postings

LARGEST_AMOUNT = Decimal("99999999.99")
COUNTER_CHANNELS = (Payment.Channel.COUNTER_CASH, Payment.Channel.COUNTER_CARD)


class UnableToFindAccount(GridHallError):
    """There is no such account where this employee works."""

    code = "ACCOUNT_NOT_FOUND"
    template = gettext_noop("There is no such account in your organisation.")
    status = 404


class NotAnAmount(GridHallError):
    """The amount is not positive, not in whole fen, or beyond any bill."""

    code = "NOT_AN_AMOUNT"
    template = gettext_noop("Enter an amount above zero with at most two decimals.")


class UnknownChannel(GridHallError):
    """A counter takes cash or a card, nothing else."""

    code = "UNKNOWN_CHANNEL"
    template = gettext_noop("At the counter money is taken in cash or by card.")


class AmountAboveBalance(GridHallError):
    """The amount is more than is owed, and nobody asked to keep the rest as an advance."""

    code = "AMOUNT_ABOVE_BALANCE"
    template = gettext_noop(
        "{amount} yuan is more than the {balance} yuan owed. "
        "If the customer wants to pay in advance, tick “keep the rest as advance payment”."
    )


class TenderedTooLittle(GridHallError):
    """The customer handed over less than the amount."""

    code = "TENDERED_TOO_LITTLE"
    template = gettext_noop("{tendered} yuan handed over does not cover {amount} yuan.")


class BalanceChanged(GridHallError):
    """What is owed is no longer what the clerk saw."""

    code = "BALANCE_CHANGED"
    template = gettext_noop(
        "The balance changed since you looked: it is now {actual} yuan, not {expected} yuan. "
        "Nothing was taken. Look again before you take money."
    )


class BalanceChangedByPayment(BalanceChanged):
    """Somebody else took money for this account in the meantime."""

    template = gettext_noop(
        "{who} took {amount} yuan for this account at {at} (receipt {receipt_no}). "
        "The balance is now {actual} yuan, not {expected} yuan. Nothing more was taken."
    )


class BalanceChangedOnline(BalanceChanged):
    """The customer paid online in the meantime."""

    template = gettext_noop(
        "The customer paid {amount} yuan online at {at} (receipt {receipt_no}). "
        "The balance is now {actual} yuan, not {expected} yuan. Nothing more was taken."
    )


@transaction.atomic
def take_counter_payment(
    *, account_id: int, amount: Decimal, channel: str, expected_balance: Decimal,
    idempotency_key: str, scope: Scope, actor_id: int, at: datetime,
    tendered: Decimal | None = None, allow_advance: bool = False, request_id: str = "",
) -> Payment:  # fmt: skip
    """Take money over the counter and return the payment with its receipt number.

    ``amount`` (yuan) settles the oldest due bills first; what is left over stays as an advance,
    but only when ``allow_advance``. The same ``idempotency_key`` of the same clerk again
    returns the same payment; nobody uses up the key of another clerk or of an online order.
    ``expected_balance`` is what the clerk saw.

    Raises UnableToFindAccount, NotAnAmount, UnknownChannel, IdempotencyKeyReused, BalanceChanged,
    AmountAboveBalance, TenderedTooLittle.
    """
    amount, tendered = check_amount(amount), tendered if tendered is None else exact(tendered)
    if channel not in COUNTER_CHANNELS:
        raise UnknownChannel
    if tendered is not None and tendered < amount:
        raise TenderedTooLittle(tendered=tendered, amount=amount)
    balance, key = _lock(account_id, scope), f"{actor_id}:{idempotency_key}"[:80]
    earlier = Payment.objects.filter(idempotency_key=key).first()
    if earlier is not None:
        return _same_or_refuse(earlier, account_id, amount, channel, actor_id)
    if balance.amount != exact(expected_balance):
        raise _changed(balance, expected_balance)
    if amount > max(balance.amount, Decimal(0)) and not allow_advance:
        raise AmountAboveBalance(amount=amount, balance=max(balance.amount, Decimal(0)))
    payment = Payment(
        channel=channel, amount=amount, tendered=tendered,
        idempotency_key=key, received_by_id=actor_id,
    )  # fmt: skip
    _postings.post_payment(payment, balance=balance, at=at)
    announce(payment, at=at, actor_id=actor_id, request_id=request_id)
    return payment


def check_amount(amount: Decimal) -> Decimal:
    """Return an amount of whole fen above zero; raises NotAnAmount."""
    amount = exact(amount)
    if not FEN <= amount <= LARGEST_AMOUNT or amount != amount.quantize(FEN):
        raise NotAnAmount
    return amount.quantize(FEN)


def announce(payment: Payment, *, at: datetime, actor_id: int | None, request_id: str = "") -> None:
    """Write the audit row and the event of a posted payment."""
    audit.record(
        action="receivables.payment.posted", at=at, actor_id=actor_id, object_type="payment",
        object_id=payment.pk, object_label=payment.receipt_no, account_id=payment.account_id,
        organisation_id=payment.organisation_id, request_id=request_id,
        changes={"amount": str(payment.amount), "channel": str(payment.channel)},
    )  # fmt: skip
    event = PaymentPosted(
        payment_id=payment.pk, account_id=payment.account_id,
        organisation_id=payment.organisation_id, receipt_no=payment.receipt_no,
        amount=str(payment.amount), channel=str(payment.channel),
    )  # fmt: skip
    outbox.publish(event, at=at)


def _lock(account_id: int, scope: Scope) -> Balance:
    try:
        balance = _postings.lock_balances([account_id]).get(account_id)
    except IntegrityError:
        raise UnableToFindAccount from None
    if balance is None or not scope.holds(balance.account.organisation_id):
        raise UnableToFindAccount
    return balance


def _same_or_refuse(
    earlier: Payment, account_id: int, amount: Decimal, channel: str, actor_id: int
) -> Payment:
    same = (
        earlier.account_id == account_id
        and earlier.amount == amount
        and earlier.channel == channel
        and earlier.received_by_id == actor_id
    )
    if not same:
        raise _postings.IdempotencyKeyReused(receipt_no=earlier.receipt_no)
    return earlier


def _changed(balance: Balance, expected: Decimal) -> BalanceChanged:
    """Say who or what moved the balance last."""
    numbers = {"actual": balance.amount, "expected": exact(expected)}
    last = (
        LedgerEntry.objects.filter(account_id=balance.account_id)
        .select_related("payment__received_by")
        .order_by("-id")
        .first()
    )
    if last is None or last.kind != LedgerEntry.Kind.PAYMENT or last.payment is None:
        return BalanceChanged(**numbers)
    payment = last.payment
    facts = {"amount": payment.amount, "at": payment.received_at, "receipt_no": payment.receipt_no}
    if payment.received_by is None:
        return BalanceChangedOnline(**facts, **numbers)
    return BalanceChangedByPayment(who=str(payment.received_by), **facts, **numbers)
