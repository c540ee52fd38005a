"""The published examples and the schema are what the engine and the forms really say."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gridhall.rating.quotes import answer_text
from gridhall.rating.quotes.registry import kinds
from gridhall.rating.quotes.schema import schema_text
from tests.rating.support import ROOT, library


def _tool() -> ModuleType:
    place = ROOT / "docs" / "_tools" / "quotes.py"
    spec = importlib.util.spec_from_file_location("quotes_tool", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _tool()
EXAMPLES: list[Path] = TOOL.example_paths()


@pytest.mark.requirement("R47")
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_answered_as_printed(path: Path) -> None:
    answers = answer_text(path.read_bytes(), library())["cases"]

    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))["cases"]
    assert [case["id"] for case in answers] == [case["id"] for case in expected]
    for answer, wanted in zip(answers, expected, strict=True):
        _compare(answer, wanted)


def _compare(answer: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert answer["outcome"] == wanted["outcome"], answer.get("refusal") or answer.get("errors")
    if wanted["outcome"] == "refused":
        assert answer["refusal"]["code"] == wanted["code"]
    elif wanted["outcome"] == "invalid":
        assert [error["place"] for error in answer["errors"]] == wanted["places"]
    else:
        assert answer["total"] == wanted["total"]
        assert [[line["code"], line["amount"]] for line in answer["lines"]] == wanted["lines"]
        for name, value in wanted["figures"].items():
            assert answer["figures"][name]["value"] == value


def test_every_kind_has_an_example() -> None:
    shown = {
        case.get("kind", "bill")
        for path in EXAMPLES
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
    }

    assert set(kinds()) <= shown


def test_the_published_schema_and_page_are_up_to_date() -> None:
    assert TOOL.SCHEMA.read_text(encoding="utf-8") == schema_text(), "python docs/_tools/quotes.py"
    assert TOOL.PAGE.read_text(encoding="utf-8") == TOOL.page(), "python docs/_tools/quotes.py"
