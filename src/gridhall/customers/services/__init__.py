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
from ._invitations import (
    NewInvitation,
    accept_invitation,
    decline_invitation,
    invite,
    secret_index,
    withdraw_invitation,
)
from ._proofs import ShownProof
from ._reveal import reveal

__all__ = [
    "NewAccount",
    "NewInvitation",
    "NewParty",
    "ShownProof",
    "accept_invitation",
    "bind_account",
    "change_access",
    "check_caller",
    "check_usage_code",
    "decline_invitation",
    "demand_caller_check",
    "end_caller_check",
    "grant_portal_access",
    "invite",
    "name_account",
    "note_portal_use",
    "prefer_account",
    "put_accounts",
    "remove_person",
    "reveal",
    "secret_index",
    "send_binding_code",
    "send_usage_code",
    "take_back_access",
    "unbind_account",
    "withdraw_invitation",
]
