"""The dated rules of ``rules.yaml``: how long data are kept, how soon a person is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from gridhall.foundation import language

FILE = Path(__file__).with_name("rules.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One dated rule. ``amount`` is years of retention, or days to answer."""

    code: str
    valid_from: date
    zh: str
    en: str
    amount: int
    source: str
    verified: bool

    @property
    def text(self) -> str:
        """Return the rule in the reader's language."""
        return language.either(self.zh, self.en)


@lru_cache(maxsize=1)
def _entries() -> dict[str, list[Rule]]:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = {code: _rules(code, rows, "years") for code, rows in content["retention"].items()}
    found["ANSWER"] = _rules("ANSWER", content["answer_within"], "days")
    return found


def _rules(code: str, rows: list[dict[str, Any]], unit: str) -> list[Rule]:
    rules = [
        Rule(
            code=code, valid_from=row["from"], zh=row["zh"], en=row["en"], amount=row[unit],
            source=row["source"], verified=row["verified"],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(rules, key=lambda rule: rule.valid_from)


def retention(code: str, *, on: date) -> Rule:
    """Return how long data of that kind are kept, by the rule of that day. Raises KeyError."""
    return _on(_entries()[code], on)


def answer_within(*, on: date) -> Rule:
    """Return how soon a request that came on that day is answered."""
    return _on(_entries()["ANSWER"], on)


def retention_codes() -> list[str]:
    """Return the codes of retention; the register of processing lists them."""
    return sorted(code for code in _entries() if code != "ANSWER")


def _on(rules: list[Rule], on: date) -> Rule:
    valid = [rule for rule in rules if rule.valid_from <= on]
    return valid[-1] if valid else rules[0]
