"""The dated rules of ``desk_rules.yaml``: tries, windows, thresholds; never constants in code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("desk_rules.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRule:
    """How often to try to reach somebody, how many days apart, and which role does it."""

    tries: int
    days_between: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CareSeries:
    """How somebody on the care register is called on: in which form and how often."""

    need: str
    form: str
    every_days: int
    days_to_do_it: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule:
    """Which kinds count as repeated within how many days of their end; how far back to look."""

    kinds: tuple[str, ...]
    window_days: int
    similar_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRule:
    """The smallest count that is shown, and how many warnings a day stop a writer."""

    smallest_count: int
    warnings_a_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakPointRule:
    """When a value of a dimension stands out; ``share`` and ``growth`` are parts of one."""

    code: str
    name_zh: str
    name_en: str
    kinds: tuple[str, ...]
    dimension: str
    days: int
    at_least: int
    share: Decimal
    growth: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRule:
    """Over how many days an effect is measured, what is enough, what is a clear change."""

    days: int
    at_least: int
    clear: Decimal
    remind_days: int


def contact_rule(why: str, *, on: date) -> ContactRule:
    """Return the rule for contacts of this reason on that day; raise KeyError for another."""
    return ContactRule(**_held(_content()["contacts"][why], on))


def care_series(*, on: date) -> list[CareSeries]:
    """Return the series for the needs of the care register on that day."""
    found = ((need, _held(entries, on)) for need, entries in _content()["care_series"].items())
    return [CareSeries(need=need, **value) for need, value in found if value]


def repeat_rule(*, on: date) -> RepeatRule:
    """Return what counts as a repeat on that day."""
    value = _held(_content()["repeats"], on)
    return RepeatRule(**{**value, "kinds": tuple(value["kinds"])})


def sealed_rule(*, on: date) -> SealedRule:
    """Return the limits for reports of wrongdoing on that day."""
    return SealedRule(**_held(_content()["sealed"], on))


def effect_rule(*, on: date) -> EffectRule:
    """Return how effects are measured on that day."""
    value = _held(_content()["effects"], on)
    return EffectRule(**{**value, "clear": Decimal(value["clear"])})


def weak_point_rules(*, on: date) -> list[WeakPointRule]:
    """Return the rules in force on that day, in the order of the file."""
    found = []
    for item in _content()["weak_points"]:
        value = _held(item["values"], on)
        if value:
            found.append(
                WeakPointRule(
                    code=item["code"], name_zh=item["name"]["zh"], name_en=item["name"]["en"],
                    kinds=tuple(item["kinds"]), dimension=item["dimension"], days=value["days"],
                    at_least=value["at_least"], share=Decimal(value["share"]),
                    growth=Decimal(value["growth"]),
                )
            )  # fmt: skip
    return found


def source() -> str:
    """Return where the rules come from."""
    return str(_content()["source"]["title"])


def _held(entries: list[dict[str, Any]], on: date) -> dict[str, Any]:
    """Return the values of the entry in force; the first one for days before any."""
    begun = [entry for entry in entries if entry["from"] <= on] or entries[:1]
    latest = max(begun, key=lambda entry: entry["from"])
    return {key: value for key, value in latest.items() if key != "from"}


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content
