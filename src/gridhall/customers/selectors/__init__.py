"""Reads of customer files. Personal values leave masked; in clear only by ``services.reveal``."""

from gridhall.customers.errors import AccountNotFound

from ._callers import CallerState, caller_state
from ._card import AccountCard, ContactLine, SupplyPointLine, account_card
from ._care import CareRef, care_refs
from ._corrections import (
    ChangeLine,
    CorrectionFilters,
    CorrectionView,
    correction_of,
    corrections_of_account,
    corrections_page,
)
from ._duplicates import Duplicate, duplicates, merges, pair, parties_in_words
from ._field_history import FieldHistory, FieldVersion, field_history
from ._file import CustomerFile, Entry, Fact, PartView, file_of
from ._hits import AccountHit, display_names
from ._list import AccountFilters, list_accounts
from ._own_file import ConsentLine, OwnFile, own_fields, own_file, own_part
from ._person import (
    PartyRef,
    accounts_of_party,
    document_key_of,
    party_by_document_key,
    party_of_account,
)
from ._portal import (
    OwnAccess,
    accesses_of_user,
    accounts_of_user,
    has_mobile_on_file,
    portal_account,
)
from ._quality import QualityLine, broken_files_page, quality_overview, rule_of
from ._refs import (
    AccountRef,
    SupplyPointRef,
    account_id_chunks,
    account_ids_in,
    account_refs,
    account_refs_by_id,
    count_accounts_in,
    facts_of,
    names_by_document,
    supply_point_refs,
)
from ._risk import risk_of
from ._search import SearchResult, search_accounts
from ._sharing import (
    InvitationView,
    PersonWithAccess,
    SharedAccess,
    access_history,
    invitation_id_of,
    invitations_by,
    invitations_for,
    people_with_access,
)
from ._similar import SimilarFiles, similar_files
from ._verification import (
    ItemView,
    PlanView,
    item_of,
    items_page,
    last_verified,
    plan_of,
    plans_page,
)

__all__ = [
    "AccountCard",
    "AccountFilters",
    "AccountHit",
    "AccountNotFound",
    "AccountRef",
    "CallerState",
    "CareRef",
    "ChangeLine",
    "ConsentLine",
    "ContactLine",
    "CorrectionFilters",
    "CorrectionView",
    "CustomerFile",
    "Duplicate",
    "Entry",
    "Fact",
    "FieldHistory",
    "FieldVersion",
    "InvitationView",
    "ItemView",
    "OwnAccess",
    "OwnFile",
    "PartView",
    "PartyRef",
    "PersonWithAccess",
    "PlanView",
    "QualityLine",
    "SearchResult",
    "SharedAccess",
    "SimilarFiles",
    "SupplyPointLine",
    "SupplyPointRef",
    "access_history",
    "accesses_of_user",
    "account_card",
    "account_id_chunks",
    "account_ids_in",
    "account_refs",
    "account_refs_by_id",
    "accounts_of_party",
    "accounts_of_user",
    "broken_files_page",
    "caller_state",
    "care_refs",
    "correction_of",
    "corrections_of_account",
    "corrections_page",
    "count_accounts_in",
    "display_names",
    "document_key_of",
    "duplicates",
    "facts_of",
    "field_history",
    "file_of",
    "has_mobile_on_file",
    "invitation_id_of",
    "invitations_by",
    "invitations_for",
    "item_of",
    "items_page",
    "last_verified",
    "list_accounts",
    "merges",
    "names_by_document",
    "own_fields",
    "own_file",
    "own_part",
    "pair",
    "parties_in_words",
    "party_by_document_key",
    "party_of_account",
    "people_with_access",
    "plan_of",
    "plans_page",
    "portal_account",
    "quality_overview",
    "risk_of",
    "rule_of",
    "search_accounts",
    "similar_files",
    "supply_point_refs",
]
