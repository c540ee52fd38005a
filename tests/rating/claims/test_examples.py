"""The examples of the documentation can be rated, explain themselves and never mix up languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gridhall.rating.quotes import answer_text
from gridhall.rating.quotes.registry import kinds
from tests.rating.support import library

FOLDER = Path(__file__).parents[3] / "docs" / "examples" / "quotes"
FILES = sorted(path for path in FOLDER.glob("*-rules.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_answers_are_those_that_are_printed(path: Path) -> None:
    found = answers(path)
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))["cases"]
    assert [answer["id"] for answer in found] == [item["id"] for item in expected]
    for answer, item in zip(found, expected, strict=True):
        assert answer["outcome"] == item["outcome"], answer
        assert answer["total"] == item["total"]
        assert [[line["code"], line["amount"]] for line in answer["lines"]] == item["lines"]
        figures = {name: figure["value"] for name, figure in answer["figures"].items()}
        assert figures == item["figures"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_numbers_are_plain_and_texts_bilingual(path: Path) -> None:
    for answer in answers(path):
        for name, figure in answer["figures"].items():
            assert "E" not in figure["value"], (name, figure)
            assert figure["name"]["zh"]
            assert not any("\u4e00" <= c <= "\u9fff" for c in figure["name"]["en"]), name
        for line in answer["lines"]:
            assert line["trace"]["numbers"]["en"], line


def test_every_kind_beside_the_bill_has_examples_of_its_rules() -> None:
    shown = {answer["kind"] for path in FILES for answer in answers(path)}
    own = {
        name
        for name, kind in kinds().items()
        if kind.form.__module__.startswith(("gridhall.rating.claims", "gridhall.rating.market"))
    }
    assert own == shown


def answers(path: Path) -> list[dict[str, Any]]:
    """Return the answers to the cases of a file."""
    return list(answer_text(path.read_text(encoding="utf-8"), library())["cases"])


def test_every_field_is_described() -> None:
    for name, kind in kinds().items():
        if kind.form.__module__.startswith(("gridhall.rating.claims", "gridhall.rating.market")):
            for form in [kind.form.model_json_schema(), *_parts(kind.form)]:
                for field, said in form.get("properties", {}).items():
                    assert field in ("id", "law_on") or "description" in said, (name, field)


def _parts(form: Any) -> list[dict[str, Any]]:
    return list(form.model_json_schema().get("$defs", {}).values())
