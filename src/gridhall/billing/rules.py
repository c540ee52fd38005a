"""The company's own dated rules for bills: days to pay, what the checks find unusual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError
from gridhall.kernel.money import exact

FILE = Path(__file__).with_name("company_rules.yaml")


class NoCompanyRule(GridHallError):
    """The company has no rule of this name for that day: a mistake of the installation."""

    code = "NO_COMPANY_RULE"
    template = gettext_noop("There is no company rule {key} on {on}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRule:
    """A value the company chose itself (not the law), with who says so."""

    key: str
    name_zh: str
    name_en: str
    value: Decimal
    unit: str
    effective_from: date
    source: str
    note: str


def rule(key: str, *, on: date) -> CompanyRule:
    """Return the rule in force on that day; raises NoCompanyRule."""
    held = [r for r in all_rules() if r.key == key and r.effective_from <= on]
    if not held:
        raise NoCompanyRule(key=key, on=on)
    return max(held, key=lambda r: r.effective_from)


@lru_cache(maxsize=1)
def all_rules() -> tuple[CompanyRule, ...]:
    """Return every rule of the file; the values are quoted text, so they are exact."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    sources = content["sources"]
    return tuple(
        _rule(item, value, sources) for item in content["rules"] for value in item["values"]
    )


def _rule(item: dict[str, Any], value: dict[str, Any], sources: dict[str, Any]) -> CompanyRule:
    return CompanyRule(
        key=item["key"],
        name_zh=item["name"]["zh"],
        name_en=item["name"]["en"],
        value=exact(value["value"]),
        unit=item["unit"],
        effective_from=value["effective_from"],
        source=sources[value["source"]]["title"],
        note=value.get("note", ""),
    )
