"""The harness of the published problems: YAML documents in ``tests/rating/cases/published``.

One document is one problem, or one part of it::

    id: BC-003                 # the same id may come twice, with another `part`
    part: a                    # optional
    title: …
    topic: two_part_capacity
    source: …                  # where it was published
    clause: …                  # the rule it is about
    edge: …                    # what makes it hard
    status: ok                 # ok | flagged | partial; the last two with a `reason`
    reason: …
    quote: {…}                 # one case of a quote document; decimals in quotes
    expected:
      total: "3651.67"         # to the tolerance
      lines: [[CAPACITY, "1785.00"], …]   # all lines, in order
      figures: {billed_kwh: "203"}
      refusal: CODE            # instead: the case must be refused
      warnings: [CODE]
      tolerance: "0.01"        # default "0.00": exactly
    published: {…}             # what the source prints, where that differs
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from gridhall.rating.quotes import answer_text
from tests.rating.support import library

FOLDER = Path(__file__).parents[1] / "cases" / "published"
STATUSES = ("ok", "flagged", "partial")
Problem = dict[str, Any]


def problems() -> list[Problem]:
    """Return every published problem, or part of one, by file and place in it."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for problem in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            if problem is not None:
                found.append({"file": path.stem, **problem})
    return found


def answer_to(quote: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one case, asked through the door outsiders use: JSON text."""
    return answer_text(json.dumps(quote, default=str), library())["cases"][0]


def assert_problem(problem: Problem) -> None:
    """Answer a problem and compare everything it states."""
    assert problem["status"] in STATUSES
    assert problem["source"]
    assert problem["status"] == "ok" or problem["reason"]
    answer = answer_to(problem["quote"])
    assert_answer(answer, problem["expected"])


def assert_answer(answer: dict[str, Any], expected: dict[str, Any]) -> None:
    """Compare an answer with what is expected of it, to the stated tolerance."""
    tolerance = Decimal(expected.get("tolerance", "0.00"))
    if "refusal" in expected:
        assert answer["outcome"] == "refused", answer
        assert answer["refusal"]["code"] == expected["refusal"]
        return
    assert answer["outcome"] == "rated", answer.get("refusal") or answer.get("errors")
    stated = 0
    if "total" in expected:
        stated += 1
        assert_near(answer["total"], expected["total"], tolerance, "total")
    if "lines" in expected:
        stated += 1
        got = [[line["code"], line["amount"]] for line in answer["lines"]]
        assert [code for code, _ in got] == [code for code, _ in expected["lines"]], got
        for (code, amount), (_, wanted) in zip(got, expected["lines"], strict=True):
            assert_near(amount, wanted, tolerance, code)
    for name, wanted in expected.get("figures", {}).items():
        stated += 1
        assert name in answer["figures"], sorted(answer["figures"])
        value = answer["figures"][name]["value"]
        if isinstance(wanted, str) and wanted[-1:].isdigit():
            assert_near(value, wanted, tolerance, name)
        else:
            assert value == wanted, name
    if "warnings" in expected:
        assert [item["code"] for item in answer["warnings"]] == expected["warnings"]
    assert stated, "the problem states nothing to compare"


def assert_near(value: str, wanted: str, tolerance: Decimal, name: str) -> None:
    """Compare two numbers; the tolerance is inclusive."""
    assert isinstance(wanted, str), f"{name}: write {wanted} in quotes"
    assert abs(Decimal(value) - Decimal(wanted)) <= tolerance, f"{name}: {value} != {wanted}"
