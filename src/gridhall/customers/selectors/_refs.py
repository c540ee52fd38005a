"""Look-ups for other parts of the system: numbers to ids and back, ranges of accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridhall.customers.blind import document_index
from gridhall.customers.models import Account, Party, SupplyPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """What others need to know about an account without reading anything personal."""

    account_id: int
    account_no: str
    organisation_id: int
    category: str
    status: str
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyPointRef:
    """A supply point and the account it belongs to."""

    supply_point_id: int
    supply_point_no: str
    account_id: int


def _account_refs(**condition: Any) -> Iterator[AccountRef]:
    rows = Account.objects.filter(**condition).values_list(
        "pk", "account_no", "organisation_id", "category", "status", "opened_on"
    )
    for pk, number, organisation_id, category, status, opened_on in rows:
        yield AccountRef(
            account_id=pk, account_no=number, organisation_id=organisation_id,
            category=category, status=status, opened_on=opened_on,
        )  # fmt: skip


def account_refs(*, account_nos: Iterable[str]) -> dict[str, AccountRef]:
    """Return the known ones of these account numbers."""
    return {ref.account_no: ref for ref in _account_refs(account_no__in=list(account_nos))}


def account_refs_by_id(*, account_ids: Iterable[int]) -> dict[int, AccountRef]:
    """Return the known ones of these account ids."""
    return {ref.account_id: ref for ref in _account_refs(pk__in=list(account_ids))}


def facts_of(*, account_ids: Iterable[int], names: list[str]) -> dict[int, dict[str, Any]]:
    """Return these facts of the accounts, none of them personal, by account id."""
    rows = Account.objects.filter(pk__in=list(account_ids)).values("pk", *names)
    return {row.pop("pk"): row for row in map(dict, rows)}


def supply_point_refs(*, supply_point_nos: Iterable[str]) -> dict[str, list[SupplyPointRef]]:
    """Return the known ones of these supply point numbers, one entry for each account there."""
    rows = SupplyPoint.objects.filter(supply_point_no__in=list(supply_point_nos))
    found: dict[str, list[SupplyPointRef]] = defaultdict(list)
    for pk, number, account_id in rows.order_by("pk").values_list(
        "pk", "supply_point_no", "account_id"
    ):
        found[number].append(
            SupplyPointRef(supply_point_id=pk, supply_point_no=number, account_id=account_id)
        )
    return dict(found)


def names_by_document(*, documents: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the clear names filed under these identity documents (kind, number), where known.

    For checks before an import only: the same document under another name is a fault.
    """
    asked = {(kind, document_index(number)): (kind, number) for kind, number in documents}
    found = Party.objects.filter(id_document_index__in=[index for _kind, index in asked])
    keyed = {(party.id_document_kind, bytes(party.id_document_index)): party for party in found}
    return {asked[key]: party.name for key, party in keyed.items() if key in asked}


def account_ids_in(*, organisation_ids: Iterable[int]) -> list[int]:
    """Return the ids of the accounts of these organisations, ascending."""
    found = Account.objects.filter(organisation_id__in=list(organisation_ids))
    return list(found.order_by("pk").values_list("pk", flat=True))


def count_accounts_in(*, organisation_ids: Iterable[int]) -> int:
    """Return how many accounts that are not closed are filed under these organisations."""
    found = Account.objects.filter(organisation_id__in=list(organisation_ids))
    return found.exclude(status=Account.Status.CLOSED).count()


def account_id_chunks(*, organisation_ids: Iterable[int], size: int) -> Iterator[list[int]]:
    """Yield the account ids of these organisations in ascending chunks of at most ``size``."""
    organisations = list(organisation_ids)
    last = 0
    while True:
        found = Account.objects.filter(organisation_id__in=organisations, pk__gt=last)
        chunk = list(found.order_by("pk").values_list("pk", flat=True)[:size])
        if not chunk:
            return
        yield chunk
        last = chunk[-1]
