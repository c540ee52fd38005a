"""All accounts of a person on one page: what each owes, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gridhall.customers import selectors as customers
from gridhall.customers.portal_rights import RIGHT_LABELS
from gridhall.portal.own import OwnAccounts
from gridhall.receivables import selectors as receivables
from gridhall.ui.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One account with what the person may do and what is owed (``None``: not shown to her)."""

    hit: customers.AccountHit
    access: customers.OwnAccess
    label: str
    balance: Decimal | None
    rights: list[Text]
    all_rights: bool

    @property
    def shown(self) -> Decimal:
        """The balance without its sign: what is owed, or what was paid in advance."""
        return abs(self.balance or Decimal(0))


def rows(own: OwnAccounts) -> list[Row]:
    """Return the person's accounts."""
    seen = set(own.ids_with("VIEW_BILLS")) | set(own.ids_with("PAY"))
    balances = receivables.balances_of(account_ids=sorted(seen))
    return [
        Row(
            hit=hit, access=own.access[hit.account_id], label=own.label(hit),
            balance=balances.get(hit.account_id),
            rights=[RIGHT_LABELS[right] for right in own.access[hit.account_id].rights],
            all_rights=len(own.access[hit.account_id].rights) == len(RIGHT_LABELS),
        )
        for hit in own.every
    ]  # fmt: skip


def total_due(found: list[Row]) -> Decimal:
    """Return what is owed on all of them; an advance on one does not pay for another."""
    due = (row.balance for row in found if row.balance is not None and row.balance > 0)
    return sum(due, Decimal("0.00"))
