"""The worked examples of the explanation pages are produced by the engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.rating.quotes.published import answer_to, assert_answer
from tests.rating.support import assert_case

PAGES = Path(__file__).parents[2] / "docs" / "explanation"
NAMES = (
    "generation",
    "late-charge",
    "losses",
    "market",
    "meter-errors",
    "other-charges",
    "power-factor",
    "quantities",
    "rounding",
    "theft-and-breach",
    "tiers",
    "two-part",
)
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _examples() -> list[Any]:
    found = []
    for name in NAMES:
        for block in BLOCK.findall((PAGES / f"{name}.md").read_text(encoding="utf-8")):
            case = yaml.safe_load(block)
            found.append(pytest.param(case, id=f"{name}: {case['case']}"))
    return found


@pytest.mark.requirement("R47")
@pytest.mark.parametrize("case", _examples())
def test_example(case: dict[str, Any]) -> None:
    if "quote" in case:
        assert_answer(answer_to(case["quote"]), case["expected"])
    else:
        assert_case(case)


def test_every_page_has_an_example() -> None:
    for name in NAMES:
        assert BLOCK.search((PAGES / f"{name}.md").read_text(encoding="utf-8")), name
