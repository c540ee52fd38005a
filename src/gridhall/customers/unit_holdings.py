"""Tells the staff's affairs how many accounts are filed under a unit, before it is closed."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from gridhall.customers import selectors
from gridhall.foundation.staff import registry


def _accounts(organisation_ids: Collection[int]) -> int:
    return selectors.count_accounts_in(organisation_ids=organisation_ids)


def register_all() -> None:
    """Make the accounts of a unit known."""
    registry.register_unit_holding(
        registry.UnitHolding(code="accounts", label=_("{count} accounts"), count=_accounts)
    )
