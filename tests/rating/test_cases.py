"""Golden bills, to the fen, no tolerance: one YAML document per clause and edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.rating.support import assert_case

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]


@pytest.mark.requirement("R38", "R40")
@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    assert_case(case)
