"""Finding cases by words: rare ones by their index, common ones from the newest case on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from gridhall.customers import blind
from gridhall.customers import selectors as customers
from gridhall.foundation.paging import count_up_to_limit
from gridhall.servicedesk import search_text
from gridhall.servicedesk.models import Case

LONGEST_QUESTION = 60
PHONE_DIGITS = range(7, 13)
ACCOUNT_DIGITS = (10, 13)
FEW_HITS = 1_000
#: Not asked in order, and the limit stays outside: so the index of the tokens is taken.
HITS = """
    WITH hits AS MATERIALIZED (SELECT id FROM servicedesk_case WHERE search_tokens @> %s::bigint[])
    SELECT id FROM hits LIMIT %s
"""
#: Said with one value: a thousand of their own take longer to write than to find.
AMONG = "servicedesk_case.id = ANY(%s::bigint[])"
#: True of the same cases, and by IS TRUE out of the index's reach.
UNINDEXED = "(servicedesk_case.search_tokens @> %s::bigint[]) IS TRUE"


@dataclass(frozen=True, slots=True)
class Words:
    """What some words ask for, said in the ways that are quick.

    The database cannot know how many cases have some tokens together: it would sort all the cases
    of a common word, and look through all cases for a rare one. So the index is asked for the
    first hits. Few are the answer; among many, ``walked`` leaves only the way from the newest on.
    """

    exact: Q
    walked: Q
    some: Q | None = None

    def count(self, found: QuerySet[Case], limit: int, *, narrowed: bool) -> int | None:
        """Return how many of ``found`` fit, or None for more than the limit.

        The first hits can say that there are more, unless ``narrowed``: then they hardly all fit.
        """
        some = None if narrowed else self.some
        if some is not None and count_up_to_limit(found.filter(some), limit) is None:
            return None
        return count_up_to_limit(found.filter(self.exact), limit)


def words_of(text: str) -> Words:
    """Return what the words ask for; every word must fit."""
    rest, tokens = Q(), set[int]()
    for word in text[:LONGEST_QUESTION].split():
        number = _number(word.strip().upper())
        if number is not None:
            rest &= number
            continue
        found = search_text.word_tokens(word)
        if not found:
            return _same(Q(pk__in=[]))
        tokens.update(found)
    return _with_tokens(sorted(tokens), rest) if tokens else _same(rest)


def _same(condition: Q) -> Words:
    return Words(condition, condition)


def _with_tokens(tokens: list[int], rest: Q) -> Words:
    """Return what has all the tokens and fits the rest."""
    with connection.cursor() as cursor:
        cursor.execute(HITS, [tokens, FEW_HITS + 1])
        ids = [pk for (pk,) in cursor.fetchall()]
    hits = Q(RawSQL(AMONG, [ids], BooleanField()))  # noqa: S611 - values are parameters
    if len(ids) <= FEW_HITS:
        return _same(rest & hits)
    return Words(
        exact=rest & Q(search_tokens__contains=tokens),
        walked=rest & Q(RawSQL(UNINDEXED, [tokens], BooleanField())),  # noqa: S611
        some=rest & hits,
    )  # fmt: skip


def _number(plain: str) -> Q | None:
    """Return what a number of a case, a phone or an account asks for; None for another word."""
    if plain[:1] == "S" and plain[1:2].isdigit():
        return Q(number__startswith=plain)
    if not (plain.isascii() and plain.isdigit()):
        return None
    tokens = search_text.word_tokens(plain)
    ways = _with_tokens(tokens, Q()).exact if tokens else Q(pk__in=[])
    if len(plain) in PHONE_DIGITS:
        ways |= Q(contact_phone_index=blind.phone_index(plain))
    if len(plain) in ACCOUNT_DIGITS:
        refs = customers.account_refs(account_nos=[plain])
        ways |= Q(account_id__in=[ref.account_id for ref in refs.values()])
    return ways
