"""The customer risk rating (客户风险评级): findings, each with its points; nothing hidden.

Later contexts contribute figures by ``register_input``: a function of account ids and a day that
returns figures by rule key. What nobody contributes counts nothing and is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("risk_rules.yaml")
MOST_POINTS = 100

Figures = Mapping[str, Decimal]
RiskInput = Callable[[Iterable[int], date], Mapping[int, Figures]]
_inputs: dict[str, RiskInput] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRule:
    """One rule in force on a day: ``points`` for every ``per`` of the figure, up to a limit."""

    key: str
    name_zh: str
    name_en: str
    per: Decimal
    points: int
    at_most: int
    effective_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule applied: the figure, the points it gave, and the rule itself."""

    rule: RiskRule
    figure: Decimal | None
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRating:
    """The score from 0 to 100, its grade (LOW, MEDIUM, HIGH), and every finding behind it."""

    on: date
    score: int
    grade: str
    findings: tuple[Finding, ...]
    source: str


def register_input(name: str, function: RiskInput) -> None:
    """Have a later context's figures count; called in its ``AppConfig.ready``."""
    _inputs[name] = function


def contributed(account_ids: Iterable[int], on: date) -> dict[int, dict[str, Decimal]]:
    """Return what the other contexts say about these accounts."""
    ids = list(account_ids)
    found: dict[int, dict[str, Decimal]] = {pk: {} for pk in ids}
    for function in _inputs.values():
        for pk, figures in function(ids, on).items():
            found.setdefault(pk, {}).update(figures)
    return found


def rate(figures: Mapping[str, Decimal | None], *, on: date) -> RiskRating:
    """Return the rating by the rules of that day; a missing figure counts nothing."""
    findings = tuple(_finding(rule, figures.get(rule.key)) for rule in rules(on))
    score = min(MOST_POINTS, sum(finding.points for finding in findings))
    grades = _in_force(_content()["grades"], on)
    grade = "HIGH" if score >= grades["high"] else "MEDIUM" if score >= grades["medium"] else "LOW"
    return RiskRating(
        on=on, score=score, grade=grade, findings=findings, source=_content()["source"]["title"]
    )


def rules(on: date) -> list[RiskRule]:
    """Return the rules in force on that day, in the order of the file."""
    found = []
    for item in _content()["rules"]:
        value = _in_force(item["values"], on)
        if value:
            found.append(
                RiskRule(
                    key=item["key"], name_zh=item["name"]["zh"], name_en=item["name"]["en"],
                    per=Decimal(value["per"]), points=value["points"], at_most=value["at_most"],
                    effective_from=value["effective_from"],
                )
            )  # fmt: skip
    return found


def _finding(rule: RiskRule, figure: Decimal | None) -> Finding:
    times = int((figure or Decimal(0)) / rule.per)
    return Finding(rule=rule, figure=figure, points=min(times * rule.points, rule.at_most))


def _in_force(entries: list[dict[str, Any]], on: date) -> dict[str, Any]:
    held = [entry for entry in entries if entry["effective_from"] <= on]
    return max(held, key=lambda entry: entry["effective_from"], default={})


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content
