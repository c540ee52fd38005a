"""What several sheets do in the same way."""

from __future__ import annotations

from collections.abc import Sequence

from gridhall.customers import selectors as customers
from gridhall.customers.selectors import AccountRef
from gridhall.foundation.imports.outcome import Outcome
from gridhall.foundation.imports.sheets import ImportContext, Row

from ..price_classes import RULES


def take_outcomes(rows: Sequence[Row], outcomes: Sequence[Outcome], field: str) -> None:
    """Give each row its outcome; a contradiction refuses the row at ``field``."""
    for row, outcome in zip(rows, outcomes, strict=True):
        if outcome is Outcome.CONFLICT:
            row.refuse(field, "CONFLICT")
        else:
            row.outcome = outcome.value


def known_accounts(rows: Sequence[Row], context: ImportContext) -> dict[str, AccountRef]:
    """Return the accounts of the rows; refuse rows whose account is unknown or not the actor's."""
    numbers = {row.values["account_no"] for row in rows}
    known = customers.account_refs(account_nos=numbers)
    for row in rows:
        account = known.get(row.values["account_no"])
        if account is None:
            row.refuse("account_no", "ACCOUNT_UNKNOWN")
        elif not context.scope.holds(account.organisation_id):
            row.refuse("account_no", "ORGANISATION_NOT_YOURS")
    return known


def check_price_class(row: Row) -> None:
    """Refuse a price class that does not exist."""
    code = row.values.get("price_class")
    if code is not None and code not in RULES:
        row.refuse("price_class", "PRICE_CLASS_UNKNOWN", allowed=", ".join(RULES))


def still_good(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that no check has refused so far."""
    return [row for row in rows if not row.is_refused]
