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


#: Every problem that was published for us to check against; one that is lost is a failure.
NUMBERS = """
001 003 004 005 010 011 014 015 017 018 019 024 026 028 032 034 035 038 041 042 044 045 046 050
051 053 056 059 060 061 063 067 068 070 071 074 075 076 077 080 082 084 086 087 089 092 094
"""


def test_no_published_problem_is_missing() -> None:
    wanted = {f"BC-{number}" for number in NUMBERS.split()}

    assert len(wanted) == 47
    assert {problem["id"] for problem in PROBLEMS} >= wanted


def test_every_problem_tells_clause_and_edge() -> None:
    for problem in PROBLEMS:
        assert problem["clause"], problem["id"]
        assert problem["edge"], problem["id"]
