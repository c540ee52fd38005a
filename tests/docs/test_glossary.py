"""The glossary has one source, one word for one thing, and its page is current."""

import keyword
from collections import Counter
from typing import Any

import pytest

from tests.docs.pages import load_tool

glossary = load_tool("glossary")
SECTIONS: list[dict[str, Any]] = glossary.load_sections()
TERMS: list[dict[str, str]] = [term for section in SECTIONS for term in section["terms"]]


def test_the_trade_is_covered() -> None:
    assert len(TERMS) >= 150


@pytest.mark.parametrize("column", ["zh", "en", "id"])
def test_a_word_stands_for_one_thing(column: str) -> None:
    counts = Counter(term[column].casefold() for term in TERMS)

    assert [word for word, times in counts.items() if times > 1] == []


def test_every_term_is_complete() -> None:
    for term in TERMS:
        assert set(term) - {"cim"} == {"zh", "en", "id", "mean"}, term
        assert all(value.strip() == value and value for value in term.values()), term
        assert "|" not in "".join(term.values()), term


def test_identifiers_can_be_written_in_code() -> None:
    wrong = [t["id"] for t in TERMS if not t["id"].isidentifier() or keyword.iskeyword(t["id"])]

    assert wrong == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section["key"])
def test_terms_stand_in_order(section: dict[str, Any]) -> None:
    identifiers = [term["id"] for term in section["terms"]]

    assert identifiers == sorted(identifiers, key=str.casefold)


def test_the_page_is_current() -> None:
    assert glossary.main(["--check"]) == 0
