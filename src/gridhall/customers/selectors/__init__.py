"""Reads of customer files. Personal values leave masked; in clear only by ``services.reveal``."""

from gridhall.customers.errors import AccountNotFound

from ._card import AccountCard, ContactLine, SupplyPointLine, account_card
from ._hits import AccountHit, display_names
from ._list import AccountFilters, list_accounts
from ._portal import accounts_of_user, portal_account
from ._refs import (
    AccountRef,
    SupplyPointRef,
    account_id_chunks,
    account_ids_in,
    account_refs,
    account_refs_by_id,
    names_by_document,
    supply_point_refs,
)
from ._search import SearchResult, search_accounts

__all__ = [
    "AccountCard",
    "AccountFilters",
    "AccountHit",
    "AccountNotFound",
    "AccountRef",
    "ContactLine",
    "SearchResult",
    "SupplyPointLine",
    "SupplyPointRef",
    "account_card",
    "account_id_chunks",
    "account_ids_in",
    "account_refs",
    "account_refs_by_id",
    "accounts_of_user",
    "display_names",
    "list_accounts",
    "names_by_document",
    "portal_account",
    "search_accounts",
    "supply_point_refs",
]
