"""Golden bills, to the fen, no tolerance: one YAML document per clause and edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gridhall.rating.result import Rated, Refusal
from tests.rating.support import amounts, rate_case

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]


@pytest.mark.requirement("R38", "R40")
@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    answer = rate_case(case)

    assert case["source"]
    if "refusal" in case:
        assert isinstance(answer, Refusal)
        assert answer.code == case["refusal"]
        return
    assert isinstance(answer, Rated), answer
    assert amounts(answer) == [[code, amount] for code, amount in case["lines"]]
    assert str(answer.total) == case["total"]
    assert [notice.code for notice in answer.warnings] == case.get("warnings", [])
