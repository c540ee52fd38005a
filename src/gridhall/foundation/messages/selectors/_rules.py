"""Which rule and which price is in force."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gridhall.foundation.messages.models import ChannelPrice, PurposeRule


def rules_in_force(*, on: date) -> dict[str, PurposeRule]:
    """Return the rule of each purpose on that day."""
    rows = PurposeRule.objects.filter(valid_from__lte=on).order_by("purpose", "-valid_from")
    return {row.purpose: row for row in rows.distinct("purpose")}


def prices_in_force(*, on: date) -> dict[str, Decimal]:
    """Return what one message of each channel costs on that day, in yuan."""
    rows = ChannelPrice.objects.filter(valid_from__lte=on).order_by("channel", "-valid_from")
    return {row.channel: row.unit_price for row in rows.distinct("channel")}


def all_rules() -> list[PurposeRule]:
    """Return every entry, the newest of each purpose first."""
    return list(PurposeRule.objects.select_related("created_by").order_by("purpose", "-valid_from"))


def all_prices() -> list[ChannelPrice]:
    """Return every entry, the newest of each channel first."""
    rows = ChannelPrice.objects.select_related("created_by")
    return list(rows.order_by("channel", "-valid_from"))
