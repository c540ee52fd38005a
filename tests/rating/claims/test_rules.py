"""The rule books: both laws meet without a gap, nothing is fixed in code, provinces go first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gridhall.rating.books import Library, load_text
from gridhall.rating.claims.sheet import Sheet
from gridhall.rating.quotes.registry import Refused
from tests.rating.support import library

LAST_OLD, FIRST_NEW = date(2024, 5, 31), date(2024, 6, 1)
PREFIXES = ("late_charge", "theft", "breach", "meter_error", "compensation", "fees")
KEYS = sorted(
    parameter.key
    for book in library().books.values()
    for parameter in book.content.parameters
    if parameter.key.startswith(tuple(f"CN.{prefix}." for prefix in PREFIXES))
)
OBSOLETE = {"CN.breach.over_quota_per_kw", "CN.breach.over_quota_multiple"}
LOCAL = """
book: T/local
title: {zh: 地方规则, en: local rules}
jurisdiction: T
sources:
  s: {title: A local rule, published_on: 2000-01-01}
parameters:
  - key: T.theft.multiple
    name: {zh: 倍数, en: multiple}
    unit: ratio
    values:
      - {effective_from: 2001-01-01, value: "5", source: s, grade: A, verified: true}
"""


@pytest.mark.parametrize("key", KEYS)
def test_both_laws_hold_the_rule(key: str) -> None:
    old = library().value(key, on=LAST_OLD)
    assert old.citation.title
    if key in OBSOLETE:
        assert old.effective_to == FIRST_NEW
    else:
        assert library().value(key, on=FIRST_NEW).effective_to is None


def test_what_was_not_seen_says_so() -> None:
    for key in KEYS:
        for day in (LAST_OLD, FIRST_NEW):
            if key in OBSOLETE and day == FIRST_NEW:
                continue
            read = library().value(key, on=day)
            assert read.verified or read.note, key


def test_local_rule_goes_before_the_national_one() -> None:
    books = [*library().books.values(), load_text("T/local", LOCAL)]
    everywhere = Library(books)
    day = date(2020, 1, 1)
    assert Sheet(everywhere, on=day).number("theft.multiple").value == 3
    assert Sheet(everywhere, on=day, region="T").number("theft.multiple").value == 5
    assert Sheet(everywhere, on=day, region="T").number("theft.days_unknown").value == 180
    assert Sheet(everywhere, on=day, region="T").number("theft.multiple", Decimal(2)).value == 2


def test_missing_rule_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        Sheet(library(), on=date(1990, 1, 1)).number("theft.multiple")
    assert caught.value.refusal_code == "RULE_MISSING"


def test_unverified_rules_are_told_once() -> None:
    sheet = Sheet(library(), on=FIRST_NEW)
    sheet.number("theft.multiple")
    sheet.number("theft.multiple")
    assert [notice.code for notice in sheet.warnings] == ["UNVERIFIED_RULE"]
