"""A small tariff book written in a test: price classes whose charges carry their own values."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from gridhall.rating.books import Library, load_text
from tests.rating.support import library

LONG_AGO = date(1990, 1, 1)
CONVENTIONS = {
    "money_rounding": "half_up_fen",
    "quantity_rounding": "whole_half_up",
    "rollover_high": "0.90",
    "rollover_low": "0.10",
    "register_sum_tolerance": "0.10",
}
RULES = frozenset({"divisor", "strategy", "floor_base", "part_rule", "zero_active", "year_rule"})
HOURS = "own.hours"
#: Peak from 08:00 to 20:00 on every day, valley in the night.
TOU = {"periods": ["peak", "valley"], "residual": "peak", "calendar": HOURS}
Value = str | list[tuple[str, str]]


def own_library(
    classes: dict[str, list[dict[str, Any]]],
    *,
    tou: dict[str, Any] | None = None,
    with_tou: frozenset[str] = frozenset(),
    conventions: dict[str, str] | None = None,
    shipped: bool = True,
) -> Library:
    """Return a library of these classes; a value may be a list of (first day, value).

    ``with_tou`` names the classes that have the periods of ``tou`` (all, if it is empty).
    """
    parameters: list[dict[str, Any]] = []
    price_classes = []
    for code, charges in classes.items():
        written = [_charge(code, n, charge, parameters) for n, charge in enumerate(charges)]
        periods = tou if not with_tou or code in with_tou else None
        plan = {**_dated(LONG_AGO), "charges": written, "tou": periods}
        price_classes.append({"code": code, "name": _name(code), "values": [plan]})
    named = {**CONVENTIONS, **(conventions or {})}
    parameters += [_parameter(f"own.{role}", "rule?", value) for role, value in named.items()]
    book = {
        "book": "own/book",
        "title": _name("own"),
        "jurisdiction": "test",
        "sources": {"test": {"title": "a test", "published_on": LONG_AGO}},
        "parameters": parameters,
        "calendars": [_calendar()],
        "conventions": {role: f"own.{role}" for role in named},
        "price_classes": price_classes,
    }
    loaded = load_text("own/book", yaml.safe_dump(book, allow_unicode=True))
    return Library([*(library().books.values() if shipped else ()), loaded])


def _charge(
    code: str, number: int, charge: dict[str, Any], parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    uses = dict(charge.get("uses", {}))
    for role, value in charge.get("values", {}).items():
        uses[role] = f"own.{code}.{number}.{role}"
        parameters.append(_parameter(uses[role], role, value))
    rest = {k: v for k, v in charge.items() if k not in ("values", "uses")}
    return {**rest, "uses": uses}


def _parameter(key: str, role: str, value: Value) -> dict[str, Any]:
    steps = [(LONG_AGO.isoformat(), value)] if isinstance(value, str) else value
    days = [date.fromisoformat(day) for day, _ in steps]
    ends = [*days[1:], None]
    values = [
        {**_dated(day), "effective_to": end, "value": text}
        for day, end, (_, text) in zip(days, ends, steps, strict=True)
    ]
    number = steps[0][1].replace(".", "").replace("-", "").isdigit()
    unit = "ratio" if number and role not in RULES else "rule"
    return {"key": key, "name": _name(key), "unit": unit, "values": values}


def _calendar() -> dict[str, Any]:
    rows = [("00:00", "08:00", "valley"), ("08:00", "20:00", "peak"), ("20:00", "24:00", "valley")]
    return {
        "key": HOURS,
        "name": _name("hours"),
        "values": [
            {
                **_dated(LONG_AGO),
                "applies_to": "everybody",
                "rows": [{"period": p, "start": a, "end": b} for a, b, p in rows],
            }
        ],
    }


def _dated(day: date) -> dict[str, Any]:
    return {
        "effective_from": day,
        "source": "test",
        "grade": "C",
        "verified": False,
        "note": "test",
    }


def _name(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}
