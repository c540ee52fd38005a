"""The worked example of the explanation page is what the engine says."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from gridhall.rating.comparing import compare_document
from gridhall.rating.comparing.answers import to_json
from tests.rating.support import library

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "comparing-prices.md"
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_example_is_what_the_engine_says() -> None:
    (block,) = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    case = yaml.safe_load(block)
    found = to_json(compare_document(case["comparison"], library()))
    wanted = case["expected"]
    assert {c["key"]: c["total"] for c in found["candidates"]} == wanted["totals"]
    assert (found["cheapest"], found["saving"]) == (wanted["cheapest"], wanted["saving"])
    tou = next(c for c in found["candidates"] if c["key"] == wanted["cheapest"])
    saved = {step["percent"]: step["saving"] for step in tou["shifts"]}
    assert saved["20"] == wanted["moved"]["20"]
    assert tou["break_even"]["valley_percent"] == wanted["valley_percent"]
