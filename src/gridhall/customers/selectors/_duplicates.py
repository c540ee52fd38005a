"""Customers who seem to stand in the files twice, and those who were made one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db import connection
from django.db.models import Q, QuerySet

from gridhall.customers.models import Account, NotDuplicate, Party, PartyMerge
from gridhall.customers.search_text import normalised, spellings
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.privacy.masking import mask_name

from ._hits import AccountHit, as_hits, with_details
from ._list import in_scope
from ._typos import is_one_slip

MOST_SHARING = 5  # a phone or address of more customers than this says nothing about who they are
PAIRS_AT_MOST = 500

SHARED = """
    SELECT array_agg(DISTINCT account.party_id)
    FROM {table} AS entry JOIN customers_account AS account ON account.id = entry.account_id
    WHERE entry.{index} IS NOT NULL
    GROUP BY entry.{index}
    HAVING count(DISTINCT account.party_id) BETWEEN 2 AND %s
    LIMIT %s
"""
SOURCES = (
    ("PHONE", "customers_contact", "value_index"),
    ("ADDRESS", "customers_supplypoint", "address_index"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Two customers who may be one. ``reasons``: NAME, SOUND, SLIP, PHONE, ADDRESS; masked hits."""

    first_id: int
    second_id: int
    first: tuple[AccountHit, ...]
    second: tuple[AccountHit, ...]
    reasons: tuple[str, ...]

    @property
    def key(self) -> str:
        """Both ids, for a form."""
        return f"{self.first_id}-{self.second_id}"


def duplicates(*, scope: Scope, limit: int = 50) -> list[Duplicate]:
    """Return pairs that share a phone or an address and whose names agree, likeliest first.

    Names agree when they are equal, sound alike or differ by one slip. Pairs with an account
    outside ``scope``, told apart, or merged already are left out.
    """
    shared: dict[tuple[int, int], set[str]] = defaultdict(set)
    for reason, table, index in SOURCES:
        for parties in _sharing(table, index):
            for pair in combinations(sorted(parties), 2):
                shared[pair].add(reason)
    pairs = _open_pairs(shared)
    ids = {pk for pair in pairs for pk in pair}
    names = dict(_names(ids))
    hits = _hits(scope, ids)
    found = [
        Duplicate(
            first_id=a, second_id=b, first=tuple(hits[a]), second=tuple(hits[b]),
            reasons=(alike, *sorted(shared[a, b])),
        )
        for a, b in pairs
        if a in hits and b in hits and (alike := _alike(names[a], names[b]))
    ]  # fmt: skip
    found.sort(key=lambda one: (-len(one.reasons), one.reasons, one.first_id, one.second_id))
    return found[:limit]


def _sharing(table: str, index: str) -> list[list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(SHARED.format(table=table, index=index), [MOST_SHARING, PAIRS_AT_MOST])
        return [row[0] for row in cursor.fetchall()]


def _open_pairs(shared: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    pairs = set(shared)
    ids = {pk for pair in pairs for pk in pair}
    apart = NotDuplicate.objects.filter(first__in=ids, second__in=ids)
    pairs -= set(apart.values_list("first_id", "second_id"))
    busy = set(
        PartyMerge.objects.filter(absorbed__in=ids, status__in=["ASKED", "MERGED"]).values_list(
            "absorbed_id", flat=True
        )
    )
    return sorted(pair for pair in pairs if not busy & set(pair))


def _names(ids: Iterable[int]) -> Iterator[tuple[int, tuple[str, str]]]:
    for party in Party.objects.filter(pk__in=list(ids)).only("pk", "kind", "name"):
        yield party.pk, (party.kind, normalised(party.name).replace(" ", ""))


def _alike(first: tuple[str, str], second: tuple[str, str]) -> str:
    (kind, name), (other_kind, other) = first, second
    if kind != other_kind:
        return ""
    if name == other:
        return "NAME"
    if len(name) == len(other) and spellings(name) & spellings(other):
        return "SOUND"
    return "SLIP" if len(name) > 2 and is_one_slip(name, other) else ""


def _hits(scope: Scope, ids: set[int]) -> dict[int, list[AccountHit]]:
    """Return the accounts of each party that lies wholly inside the scope."""
    outside = set(Account.objects.filter(party_id__in=ids).values_list("party_id", "pk"))
    rows = list(with_details(in_scope(scope).filter(party_id__in=ids)).order_by("pk"))
    outside -= {(row.party_id, row.pk) for row in rows}
    foreign = {party for party, _account in outside}
    found: dict[int, list[AccountHit]] = defaultdict(list)
    for row, hit in zip(rows, as_hits(rows), strict=True):
        if row.party_id not in foreign:
            found[row.party_id].append(hit)
    return found


def merges(*, scope: Scope) -> QuerySet[PartyMerge]:
    """Return the merges inside the scope, the newest first."""
    rows = PartyMerge.objects.select_related("asked_by", "organisation").order_by("-pk")
    if scope.everything:
        return rows
    return rows.filter(Q(organisation_id__in=scope.organisation_ids))


def pair(*, scope: Scope, first_id: int, second_id: int) -> Duplicate | None:
    """Return two parties side by side, if all their accounts lie inside the scope."""
    hits = _hits(scope, {first_id, second_id})
    if first_id == second_id or first_id not in hits or second_id not in hits:
        return None
    names = dict(_names({first_id, second_id}))
    alike = _alike(names[first_id], names[second_id])
    return Duplicate(
        first_id=first_id, second_id=second_id, first=tuple(hits[first_id]),
        second=tuple(hits[second_id]), reasons=(alike,) if alike else (),
    )  # fmt: skip


def parties_in_words(party_ids: Iterable[int]) -> dict[int, str]:
    """Return masked name and account numbers of each party, for who must decide about it."""
    numbers: dict[int, list[str]] = defaultdict(list)
    accounts = Account.objects.filter(party_id__in=list(party_ids)).order_by("pk")
    for party_id, number in accounts.values_list("party_id", "account_no"):
        numbers[party_id].append(number)
    parties = Party.objects.filter(pk__in=list(party_ids))
    return {party.pk: " ".join([mask_name(party.name), *numbers[party.pk]]) for party in parties}
