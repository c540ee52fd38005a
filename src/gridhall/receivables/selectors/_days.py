"""The close of a day (日结): what each cashier took and what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from gridhall.foundation import days
from gridhall.foundation.identity.selectors import Scope
from gridhall.kernel.money import ZERO_YUAN
from gridhall.receivables.models import Payment, PaymentReversal


@dataclass(frozen=True, slots=True, kw_only=True)
class CashierTotal:
    """What one cashier (or the online channel, without a name) took on a day, in yuan.

    ``reversed`` is what was taken back on that day from payments she had received, whatever day
    they were from; ``cash_in_drawer`` is what must lie in the drawer.
    """

    cashier_id: int | None
    cashier: str
    count: int
    cash: Decimal
    card: Decimal
    online: Decimal
    reversed: Decimal
    cash_in_drawer: Decimal

    @property
    def total(self) -> Decimal:
        """Everything received, before reversals."""
        return self.cash + self.card + self.online


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """A day's totals by cashier, and over all of them."""

    day: date
    cashiers: list[CashierTotal]
    count: int
    total: Decimal
    reversed: Decimal


def day_totals(*, scope: Scope, on: date) -> DayTotals:
    """Return what was received and taken back inside ``scope`` on that day."""
    taken = _received(scope, on)
    back = _taken_back(scope, on)
    cashiers = [
        _row(key, taken.get(key, {}), back.get(key, {}))
        for key in sorted({*taken, *back}, key=lambda key: (key[1] == "", key[1], key[0] or 0))
    ]
    return DayTotals(
        day=on, cashiers=cashiers, count=sum(row.count for row in cashiers),
        total=sum((row.total for row in cashiers), ZERO_YUAN),
        reversed=sum((row.reversed for row in cashiers), ZERO_YUAN),
    )  # fmt: skip


Key = tuple[int | None, str]


def _received(scope: Scope, on: date) -> dict[Key, dict[str, Any]]:
    rows = Payment.objects.filter(
        received_at__gte=days.start_of(on), received_at__lt=days.end_of(on)
    )
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    grouped = rows.values("received_by_id", "received_by__display_name").annotate(
        count=Count("id"),
        **{name: Sum("amount", filter=Q(channel=channel)) for name, channel in CHANNELS.items()},
    )
    return {
        (row["received_by_id"], row["received_by__display_name"] or ""): dict(row)
        for row in grouped
    }


CHANNELS = {
    "cash": Payment.Channel.COUNTER_CASH,
    "card": Payment.Channel.COUNTER_CARD,
    "online": Payment.Channel.ONLINE,
}


def _taken_back(scope: Scope, on: date) -> dict[Key, dict[str, Any]]:
    rows = PaymentReversal.objects.filter(at__gte=days.start_of(on), at__lt=days.end_of(on))
    if not scope.everything:
        rows = rows.filter(payment__organisation_id__in=scope.organisation_ids)
    grouped = rows.values("payment__received_by_id", "payment__received_by__display_name").annotate(
        reversed=Sum("payment__amount"),
        cash_back=Sum("payment__amount", filter=Q(payment__channel=CHANNELS["cash"])),
    )
    return {
        (row["payment__received_by_id"], row["payment__received_by__display_name"] or ""): dict(row)
        for row in grouped
    }


def _row(key: Key, taken: dict[str, Any], back: dict[str, Any]) -> CashierTotal:
    cash = taken.get("cash") or ZERO_YUAN
    return CashierTotal(
        cashier_id=key[0], cashier=key[1], count=taken.get("count", 0), cash=cash,
        card=taken.get("card") or ZERO_YUAN, online=taken.get("online") or ZERO_YUAN,
        reversed=back.get("reversed") or ZERO_YUAN,
        cash_in_drawer=cash - (back.get("cash_back") or ZERO_YUAN),
    )  # fmt: skip
