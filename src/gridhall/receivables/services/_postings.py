"""The bookkeeping that every posting shares: locks, allocation, balance, receipt numbers.

Kept true by every function here, under the lock of the account's balance:
balance = sum of the ledger = sum of what is open − money not yet allocated − bill credit left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from gridhall.foundation.numbering import services as numbering
from gridhall.kernel.errors import GridHallError
from gridhall.receivables.models import (
    Balance,
    LedgerEntry,
    Payment,
    PaymentAllocation,
    Receivable,
)


class IdempotencyKeyReused(GridHallError):
    """The same key came with another content: one of the two requests is a mistake."""

    code = "IDEMPOTENCY_KEY_REUSED"
    template = gettext_noop(
        "This request was already used for receipt {receipt_no} with other content. "
        "Reload the page and start again."
    )


OPEN_BALANCES = """
    INSERT INTO receivables_balance (account_id, amount, version)
    SELECT account_id, 0, 0 FROM unnest(%s::bigint[]) AS wanted(account_id) ORDER BY account_id
    ON CONFLICT DO NOTHING
"""
MOVE_BALANCES = """
    UPDATE receivables_balance AS balance
    SET amount = balance.amount + change.amount, version = balance.version + 1
    FROM unnest(%s::bigint[], %s::numeric[]) AS change(account_id, amount)
    WHERE balance.account_id = change.account_id
"""
MOVE_OUTSTANDING = """
    UPDATE receivables_receivable AS receivable
    SET outstanding = receivable.outstanding + change.amount
    FROM unnest(%s::bigint[], %s::numeric[]) AS change(id, amount)
    WHERE receivable.id = change.id
"""


def lock_balances(account_ids: Iterable[int]) -> dict[int, Balance]:
    """Lock the balances in the order of the account ids, opening those that do not exist yet.

    Opening comes first, also in that order: a row that somebody else is just opening is waited
    for while no lock is held, so nobody waits in a circle. Call it once in a transaction.
    """
    wanted = sorted(set(account_ids))
    known = set(Balance.objects.filter(account_id__in=wanted).values_list("account_id", flat=True))
    if missing := [account_id for account_id in wanted if account_id not in known]:
        with connection.cursor() as cursor:
            cursor.execute(OPEN_BALANCES, [missing])
    return _locked(wanted)


def _locked(account_ids: list[int]) -> dict[int, Balance]:
    rows = (
        Balance.objects.select_for_update(of=("self",))
        .select_related("account__organisation")
        .filter(account_id__in=account_ids)
        .order_by("account_id")
    )
    return {row.account_id: row for row in rows}


def move_balances(changes: Mapping[int, Decimal]) -> None:
    """Add the amounts (yuan) to the balances of these accounts, which the caller has locked."""
    _move(MOVE_BALANCES, changes)


def move_outstanding(changes: Mapping[int, Decimal]) -> None:
    """Add the amounts (yuan) to what is open of these receivables."""
    _move(MOVE_OUTSTANDING, changes)


def _move(statement: str, changes: Mapping[int, Decimal]) -> None:
    if changes:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(changes), list(changes.values())])


def open_receivables(account_ids: Iterable[int]) -> dict[int, list[Receivable]]:
    """Return what is open, by account, oldest due first."""
    found: dict[int, list[Receivable]] = {}
    rows = Receivable.objects.filter(account_id__in=list(account_ids), outstanding__gt=0)
    for row in rows.order_by("account_id", "due_date", "id"):
        found.setdefault(row.account_id, []).append(row)
    return found


def split(amount: Decimal, targets: Iterable[Receivable]) -> list[tuple[Receivable, Decimal]]:
    """Spread ``amount`` over the receivables in their order and lower their ``outstanding``."""
    parts: list[tuple[Receivable, Decimal]] = []
    for receivable in targets:
        part = min(amount, receivable.outstanding)
        if part > 0:
            parts.append((receivable, part))
            receivable.outstanding -= part
            amount -= part
    return parts


def post_payment(payment: Payment, *, balance: Balance, at: datetime) -> Payment:
    """Store a payment with its receipt number, allocations, ledger entry and new balance.

    The caller holds the lock of ``balance``. Raises IdempotencyKeyReused when the same key was
    used at the same moment for another account.
    """
    payment.account_id = balance.account_id
    payment.organisation = balance.account.organisation
    payment.received_at = at
    payment.receipt_no = _receipt_no(balance.account.organisation.code, at)
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
    except IntegrityError:
        raise IdempotencyKeyReused(receipt_no="?") from None
    targets = open_receivables([balance.account_id]).get(balance.account_id, [])
    parts = split(payment.amount, targets)
    PaymentAllocation.objects.bulk_create(
        PaymentAllocation(payment=payment, receivable=receivable, amount=part, at=at)
        for receivable, part in parts
    )
    move_outstanding({receivable.pk: -part for receivable, part in parts})
    LedgerEntry.objects.create(
        account_id=balance.account_id, kind=LedgerEntry.Kind.PAYMENT, amount=-payment.amount,
        payment=payment, posted_at=at,
    )  # fmt: skip
    move_balances({balance.account_id: -payment.amount})
    return payment


def _receipt_no(organisation_code: str, at: datetime) -> str:
    """Return the next number of the organisation's day, without gaps: R11-20260205-00001."""
    return numbering.issue_number(
        code="receipt", on=timezone.localdate(at), scope=organisation_code
    )
