"""容量变更: capacity sealed for a while (暂停) or added (增容)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.utils.translation import gettext_noop

from gridhall.contracts import services as contracts
from gridhall.contracts.services import NewCapacityChange
from gridhall.customers import selectors as customers
from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.sheets import Column, ImportContext, Row, Sheet

from .. import parsers, words
from ._common import known_accounts, take_outcomes


class CapacityChanges(Sheet):
    """Suspensions and increases of contracted capacity."""

    name = "capacity_changes"
    label = gettext_noop("Capacity changes")
    key_column = "account_no"
    columns = (
        Column("account_no", gettext_noop("Account number"), parsers.account_no),
        Column("kind", gettext_noop("Kind of change"), parsing.one_of(words.CHANGE_KINDS)),
        Column(
            "kva_change", gettext_noop("Change in kVA"),
            parsing.number(decimals=3, limit=10_000_000, negative_allowed=True),
        ),
        Column("from_date", gettext_noop("From"), parsing.day(future_allowed=True)),
        Column(
            "restored_date", gettext_noop("Restored on"), parsing.day(future_allowed=True),
            required=False,
        ),
    )  # fmt: skip

    def key_of(self, row: Row) -> Hashable | None:
        """Return account, kind and first day."""
        if not row.has("account_no", "kind", "from_date"):
            return None
        return (row.values["account_no"], row.values["kind"], row.values["from_date"])

    def check_row(self, row: Row) -> None:
        """The sign fits the kind, the end lies after the start."""
        if row.has("kind", "kva_change"):
            takes_away = row.values["kind"] == "SUSPENSION"
            change = row.values["kva_change"]
            if change == 0 or (change < 0) != takes_away:
                row.refuse("kva_change", "SIGN_UNFIT")
        if (
            row.has("from_date", "restored_date")
            and row.values["restored_date"] <= row.values["from_date"]
        ):
            row.refuse("restored_date", "RESTORED_BEFORE_START")

    def check_rows(self, rows: Sequence[Row], context: ImportContext) -> None:
        """The account must be known and the actor's."""
        known_accounts(rows, context)

    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Record the changes."""
        accounts = customers.account_refs(account_nos=[row.values["account_no"] for row in rows])
        changes = [
            NewCapacityChange(
                account_id=accounts[row.values["account_no"]].account_id,
                kind=row.values["kind"],
                change_kva=row.values["kva_change"],
                from_date=row.values["from_date"],
                restored_date=row.values["restored_date"],
            )
            for row in rows
        ]
        outcomes = contracts.put_capacity_changes(
            rows=changes, at=context.at, actor_id=context.actor_id
        )
        take_outcomes(rows, outcomes, "account_no")
