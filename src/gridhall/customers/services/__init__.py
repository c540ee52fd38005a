"""Changes to customer files. Each service is one transaction and leaves its audit rows."""

from gridhall.customers.records import NewAccount, NewParty

from ._access import (
    change_access,
    grant_portal_access,
    name_account,
    note_portal_use,
    prefer_account,
    remove_person,
    take_back_access,
    unbind_account,
)
from ._accounts import put_accounts
from ._binding import bind_account, check_usage_code, send_binding_code, send_usage_code
from ._callers import check_caller, demand_caller_check, end_caller_check
from ._changes import add_entry, apply_due, change_part, end_entry, index_addresses
from ._consents import set_consent
from ._corrections import (
    change_or_file,
    decide_correction,
    file_correction,
    file_party_change,
    withdraw_correction,
)
from ._erase import erase_person
from ._invitations import (
    NewInvitation,
    accept_invitation,
    decline_invitation,
    invite,
    secret_index,
    withdraw_invitation,
)
from ._merging import ask_to_merge, ask_to_split, tell_apart
from ._opening import NewFile, open_account
from ._proofs import ShownProof
from ._reveal import reveal
from ._reveal_entry import reveal_correction, reveal_entry
from ._upkeep import (
    accept_as_is,
    close_plan,
    count_quality,
    note_verification,
    plan_verification,
)

__all__ = [
    "NewAccount",
    "NewFile",
    "NewInvitation",
    "NewParty",
    "ShownProof",
    "accept_as_is",
    "accept_invitation",
    "add_entry",
    "apply_due",
    "ask_to_merge",
    "ask_to_split",
    "bind_account",
    "change_access",
    "change_or_file",
    "change_part",
    "check_caller",
    "check_usage_code",
    "close_plan",
    "count_quality",
    "decide_correction",
    "decline_invitation",
    "demand_caller_check",
    "end_caller_check",
    "end_entry",
    "erase_person",
    "file_correction",
    "file_party_change",
    "grant_portal_access",
    "index_addresses",
    "invite",
    "name_account",
    "note_portal_use",
    "note_verification",
    "open_account",
    "plan_verification",
    "prefer_account",
    "put_accounts",
    "remove_person",
    "reveal",
    "reveal_correction",
    "reveal_entry",
    "secret_index",
    "send_binding_code",
    "send_usage_code",
    "set_consent",
    "take_back_access",
    "tell_apart",
    "unbind_account",
    "withdraw_correction",
    "withdraw_invitation",
]
