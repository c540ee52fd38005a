"""Ask one case as an outsider would, and take what is wanted from the answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.rating.quotes.published import answer_to


def ask(kind: str, **case: Any) -> dict[str, Any]:
    """Return the answer to a case of a kind; it must be rated."""
    answer = answer_to({"kind": kind, **case})
    assert answer["outcome"] == "rated", answer.get("refusal") or answer.get("errors")
    return answer


def refusal(kind: str, **case: Any) -> str:
    """Return the code with which a case is refused."""
    answer = answer_to({"kind": kind, **case})
    assert answer["outcome"] == "refused", answer
    assert answer["refusal"]["reason"]["zh"]
    assert answer["refusal"]["reason"]["en"]
    return str(answer["refusal"]["code"])


def figure(answer: dict[str, Any], name: str) -> Decimal:
    """Return a figure of an answer as a number."""
    return Decimal(answer["figures"][name]["value"])


def total(answer: dict[str, Any]) -> Decimal:
    """Return the total of an answer as a number."""
    return Decimal(answer["total"])


def codes(answer: dict[str, Any]) -> set[str]:
    """Return the codes of the warnings."""
    return {item["code"] for item in answer["warnings"]}
