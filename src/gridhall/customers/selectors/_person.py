"""A party with all its accounts, for requests about personal data."""

from __future__ import annotations

from dataclasses import dataclass

from gridhall.customers.models import Account, Party
from gridhall.foundation.identity.selectors import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRef:
    """Who is behind an account, by ids; no personal value."""

    party_id: int
    account_no: str
    organisation_id: int


def party_of_account(*, scope: Scope, account_no: str) -> PartyRef | None:
    """Return the party behind an account number inside ``scope``."""
    account = Account.objects.filter(account_no=account_no.strip()).first()
    if account is None or not scope.holds(account.organisation_id):
        return None
    return PartyRef(
        party_id=account.party_id, account_no=account.account_no,
        organisation_id=account.organisation_id,
    )  # fmt: skip


def accounts_of_party(*, party_id: int) -> list[tuple[int, str, str]]:
    """Return id, number and status of every account of a party, the oldest first."""
    rows = Account.objects.filter(party_id=party_id).order_by("pk")
    return list(rows.values_list("pk", "account_no", "status"))


def document_key_of(*, party_id: int) -> bytes:
    """Return the keyed hash of the party's identity document. Raises Party.DoesNotExist."""
    return bytes(Party.objects.get(pk=party_id).id_document_index)


def party_by_document_key(*, key: bytes) -> int | None:
    """Return the party whose identity document has this keyed hash."""
    return Party.objects.filter(id_document_index=key).values_list("pk", flat=True).first()
