"""The glossary has one source, one word for one thing, and its page is current."""

import ast
import keyword
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT, load_tool

glossary = load_tool("glossary")
SECTIONS: list[dict[str, Any]] = glossary.load_sections()
SOURCE = ROOT / "src" / "gridhall"
MODEL_BASES = {"models.Model", "AbstractUser"}
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


def test_every_table_has_its_word() -> None:
    words = {term["id"] for term in TERMS}
    models = [path for path in SOURCE.rglob("*.py") if path.name == "models.py"]

    tables = {table for path in models for table in _model_classes(path)}

    assert tables, "no table was found: the test looks in the wrong place"
    assert sorted(tables - words) == []


def _model_classes(path: Path) -> list[str]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    return [c.name for c in classes if {ast.unparse(base) for base in c.bases} & MODEL_BASES]
