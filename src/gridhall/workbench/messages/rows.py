"""Rows of the message screens: what the service knows, with account numbers and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridhall.customers import selectors as customers
from gridhall.ui.figures import Status
from gridhall.ui.text import Text

from . import words

if TYPE_CHECKING:
    from gridhall.foundation.messages.models import Delivery, InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list; ``row`` is what the service returned."""

    row: Any
    account_no: str
    channel: Text
    status: Status
    template: Text = ""
    match: Status | None = None


def account_numbers(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the numbers of the accounts with these ids."""
    wanted = {pk for pk in ids if pk is not None}
    found = customers.account_refs_by_id(account_ids=wanted) if wanted else {}
    return {pk: ref.account_no for pk, ref in found.items()}


def deliveries(found: Iterable[Delivery]) -> list[Row]:
    """Return deliveries as lines of the log."""
    every = list(found)
    numbers = account_numbers(row.account_ref for row in every)
    return [
        Row(
            row=row, account_no=numbers.get(row.account_ref or 0, ""),
            channel=words.channel(row.channel), status=words.DELIVERY[row.status],
            template=row.campaign.title if row.campaign else words.template(row.template),
        )
        for row in every
    ]  # fmt: skip


def letters(found: Iterable[InboundMessage]) -> list[Row]:
    """Return letters as lines of their list."""
    every = list(found)
    numbers = account_numbers(row.account_ref for row in every)
    return [
        Row(
            row=row, account_no=numbers.get(row.account_ref or 0, ""),
            channel=words.channel(row.channel), status=words.LETTER[row.status],
            match=words.MATCH[row.match],
        )
        for row in every
    ]  # fmt: skip
