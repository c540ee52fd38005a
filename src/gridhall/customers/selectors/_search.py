"""The one search box: number, phone, name, address, pinyin, initials, or several at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Reverse

from gridhall.customers.models import Account
from gridhall.foundation.identity.selectors import Scope

from ._hits import AccountHit, as_hit, with_details
from ._list import in_scope
from ._question import Haystack, Word, words_of
from ._typos import condition_of, fits

# How many of a very common fragment's accounts the index hands over in the first, quick try.
COMMON = 20_000
CANDIDATES = 200
BATCH = 25
TOO_SHORT = "TOO_SHORT"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What was found.

    ``too_many``: there are more than shown, ask for another word. ``how``: by what the first hit
    was found (see ``AccountHit.matched``), ``TOO_SHORT`` when nothing could be looked for.
    """

    hits: tuple[AccountHit, ...]
    too_many: bool
    how: str


def search_accounts(
    *, scope: Scope, text: str, limit: int = 20, extra_account_ids: Iterable[int] = ()
) -> SearchResult:
    """Find accounts inside ``scope`` by whatever was typed; every word must fit.

    Understood are account numbers (whole, or at least four digits of their beginning or end),
    phones (whole or last digits), supply point numbers, two or more characters of a name or
    address, pinyin and initials. When nothing fits, files that differ by one slip or only in
    writing, not in sound, are given (SIMILAR). ``extra_account_ids`` were found by meter number.
    """
    accounts = in_scope(scope)
    extra = list(with_details(accounts.filter(pk__in=list(extra_account_ids))))
    words = words_of(text)
    conditions = [c for c in (word.condition() for word in words) if c is not None]
    if not conditions and not extra:
        return SearchResult(hits=(), too_many=False, how=TOO_SHORT)
    known = {account.pk for account in extra}
    ids = _candidates(accounts.exclude(pk__in=known), conditions, limit) if conditions else []
    by_number = list(islice(_fitting(ids, words), limit + 1))
    if not by_number and not extra:
        by_number, ids = _meant(accounts, words, limit)
    hits = [as_hit(account, "METER") for account in extra]
    hits += sorted((as_hit(*found) for found in by_number), key=lambda hit: _rank(hit, text))
    return SearchResult(
        hits=tuple(hits[:limit]),
        too_many=len(hits) > limit or len(ids) > CANDIDATES,
        how=hits[0].matched if hits else "",
    )


def _meant(
    accounts: QuerySet[Account], words: list[Word], limit: int
) -> tuple[list[tuple[Account, str]], list[int]]:
    """Look again as if each word had one slip in it; nothing when a word is too short for that."""
    conditions = [condition for word in words if (condition := condition_of(word)) is not None]
    if len(conditions) < len(words):
        return [], []
    ids = _candidates(accounts, conditions, limit)
    found = _loaded(ids)
    similar = ((one, "SIMILAR") for one, hay in found if all(fits(word, hay) for word in words))
    return list(islice(similar, limit + 1)), ids


def _rank(hit: AccountHit, text: str) -> tuple[bool, bool, str]:
    return (hit.account_no != text.strip(), hit.status != Account.Status.ACTIVE, hit.account_no)


def _candidates(accounts: QuerySet[Account], conditions: list[Q], limit: int) -> list[int]:
    """Return ids of accounts that hold all fragments, at most ``CANDIDATES`` + 1.

    A fragment that a good part of all accounts hold ("浙江") would make the index read them all,
    so the first try lets it hand over a random share of such a list. If that gives enough, there
    are too many anyway; if not, the second try reads everything and is right.
    """
    found = accounts.annotate(ending=Reverse("account_no")).filter(*conditions)
    ids = found.values_list("pk", flat=True)[: CANDIDATES + 1]
    with transaction.atomic():
        _limit_common(COMMON)
        taken = list(ids)
        _limit_common(0)
        return taken if len(taken) > limit else list(ids.all())


def _limit_common(rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gin_fuzzy_search_limit', %s, true)", [str(rows)])


def _fitting(ids: list[int], words: list[Word]) -> Iterator[tuple[Account, str]]:
    """Yield the candidates that every word really fits, with what the first one fits."""
    for account, hay in _loaded(ids):
        ways = [word.match(hay) for word in words]
        if all(ways):
            yield account, ways[0]


def _loaded(ids: list[int]) -> Iterator[tuple[Account, Haystack]]:
    """Decrypt the candidates batch by batch."""
    for start in range(0, len(ids), BATCH):
        batch = with_details(Account.objects.filter(pk__in=ids[start : start + BATCH]))
        for account in batch.order_by("account_no"):
            yield account, Haystack.of(account)
