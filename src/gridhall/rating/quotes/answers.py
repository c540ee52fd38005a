"""Answers as JSON values: what was rated, refused, or could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from pydantic import TypeAdapter

from gridhall.rating.quotes.mistakes import Mistake
from gridhall.rating.quotes.registry import Figure, Outcome
from gridhall.rating.result import Line, Notice, Step, Text, Trace

Json = dict[str, Any]
_LINES = TypeAdapter(tuple[Line, ...])
_STEPS = TypeAdapter(tuple[Step, ...])
_NOTICES = TypeAdapter(tuple[Notice, ...])
_TRACE = TypeAdapter(Trace)


def rated(head: Json, outcome: Outcome) -> Json:
    """Return the answer to a case that could be worked out."""
    return {
        **head,
        "outcome": "rated",
        "total": None if outcome.total is None else number_text(outcome.total),
        "currency": outcome.currency,
        "lines": _LINES.dump_python(outcome.lines, mode="json"),
        "figures": {name: _figure(item) for name, item in outcome.figures.items()},
        "steps": _STEPS.dump_python(outcome.steps, mode="json"),
        "warnings": _NOTICES.dump_python(outcome.warnings, mode="json"),
        "books": list(outcome.books),
    }


def refused(head: Json, code: str, reason: Text, params: Mapping[str, object]) -> Json:
    """Return the answer to a case for which a fact or a rule is missing."""
    texts = {key: str(value) for key, value in params.items() if key != "reason"}
    refusal = {"code": code, "reason": text_json(reason), "params": texts}
    return {**head, "outcome": "refused", "total": None, "refusal": refusal}


def invalid(head: Json, mistakes: Sequence[Mistake]) -> Json:
    """Return the answer to a case that is not written as agreed."""
    errors = [
        {"place": item.place, "value": item.value, "message": text_json(item.message)}
        for item in mistakes
    ]
    return {**head, "outcome": "invalid", "total": None, "errors": errors}


def text_json(text: Text) -> dict[str, str]:
    """Return both languages of a sentence."""
    return {"zh": text.zh, "en": text.en}


def number_text(value: Decimal) -> str:
    """Return a number as plain digits, never with an exponent."""
    return f"{value:f}"


def _figure(figure: Figure) -> Json:
    value = figure.value
    found: Json = {
        "value": number_text(value) if isinstance(value, Decimal) else value,
        "unit": figure.unit,
        "name": text_json(figure.name),
    }
    if figure.trace is not None:
        found["trace"] = cast(Json, _TRACE.dump_python(figure.trace, mode="json"))
    return found
