"""Published billing problems, asked as an outsider would ask them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rating.quotes.published import assert_problem, problems

PROBLEMS = problems()


def _name(problem: dict[str, Any]) -> str:
    return " ".join(filter(None, (problem["id"], problem.get("part"), problem["title"])))


@pytest.mark.requirement("R38", "R40")
@pytest.mark.parametrize("problem", [pytest.param(p, id=_name(p)) for p in PROBLEMS])
def test_problem(problem: dict[str, Any]) -> None:
    assert_problem(problem)
