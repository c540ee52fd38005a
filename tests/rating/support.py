"""Helpers shared by the rating tests: the shipped library, and YAML cases rated from facts."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from gridhall.rating import jsonform
from gridhall.rating.books import Library, load_library, load_text
from gridhall.rating.engine import rate
from gridhall.rating.quote import quote
from gridhall.rating.request import Agreement, Household
from gridhall.rating.result import Rated, Refusal

ROOT = Path(__file__).parents[2]
BOOKS = ROOT / "tariffbooks"
INLINE = "inline/case"
LONG_AGO = date(1990, 1, 1)
UNITS = {
    "allowance": "kWh/month",
    "allowance_1": "kWh/month",
    "allowance_2": "kWh/month",
    "large_household_extra": "kWh/month",
    "suspension_min_days": "day",
    "divisor": "rule",
    "money_rounding": "rule",
    "quantity_rounding": "rule",
}
CONVENTIONS = {
    "money_rounding": "half_up_fen",
    "quantity_rounding": "whole_half_up",
    "rollover_high": "0.90",
    "rollover_low": "0.10",
    "register_sum_tolerance": "0.10",
}


@cache
def library() -> Library:
    """Return the library of shipped tariff books."""
    return load_library(BOOKS)


def inline_library(spec: dict[str, Any]) -> Library:
    """Return the shipped books plus one made from a case's own prices (old law, exercises)."""
    charges, parameters = [], []
    conventions = {**CONVENTIONS, **spec.get("conventions", {})}
    for role, value in conventions.items():
        parameters.append(_parameter(f"inline.{role}", role, value))
    for number, charge in enumerate(spec["charges"]):
        uses = dict(charge.get("uses", {}))
        for role, value in charge.get("values", {}).items():
            uses[role] = f"inline.{number}.{role}"
            parameters.append(_parameter(uses[role], role, value))
        charges.append({"method": charge["method"], "uses": uses})
    plan = {**_dated(), "charges": charges, "tou": spec.get("tou")}
    book = {
        "book": INLINE,
        "title": {"zh": "算例", "en": "case"},
        "jurisdiction": "case",
        "sources": {"case": {"title": "the case", "published_on": LONG_AGO}},
        "parameters": parameters,
        "conventions": {role: f"inline.{role}" for role in conventions},
        "price_classes": [{"code": "CASE", "name": {"zh": "算例", "en": "case"}, "values": [plan]}],
    }
    loaded = load_text(INLINE, yaml.safe_dump(book, allow_unicode=True))
    return Library([*library().books.values(), loaded])


def rate_case(case: dict[str, Any]) -> Rated | Refusal:
    """Return the answer to a case: a whole ``request``, or the facts of one month."""
    books = inline_library(case["inline"]) if "inline" in case else library()
    if "request" in case:
        return rate(jsonform.request_from_json(case["request"]), books)
    price_class = case.get("price_class", "CASE")
    return quote(
        price_class,
        case["kwh"],
        library=books,
        on=date.fromisoformat(f"{case['month']}-01"),
        periods=case.get("periods"),
        kvarh=case.get("kvarh"),
        demand_kw=case.get("demand_kw"),
        agreement=_agreement(case, price_class),
        household=TypeAdapter(Household).validate_python(case.get("household", {})),
    )


def _agreement(case: dict[str, Any], price_class: str) -> Agreement | None:
    if "agreement" not in case:
        return None
    facts = {
        "price_class": price_class,
        "billing_method": "energy_only",
        "tou": "periods" in case,
        **case["agreement"],
    }
    return TypeAdapter(Agreement).validate_python(facts)


def _parameter(key: str, role: str, value: str) -> dict[str, Any]:
    unit = UNITS.get(role, "ratio")
    name = {"zh": role, "en": role}
    return {"key": key, "name": name, "unit": unit, "values": [{**_dated(), "value": value}]}


def _dated() -> dict[str, Any]:
    return {"effective_from": LONG_AGO, "source": "case", "grade": "C", "verified": False}


def amounts(answer: Rated) -> list[list[str]]:
    """Return code and amount of every line, as the YAML cases write them."""
    return [[line.code, str(line.amount)] for line in answer.lines]


def assert_case(case: dict[str, Any]) -> None:
    """Rate a case and compare every line, the total and the warnings, to the fen."""
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
