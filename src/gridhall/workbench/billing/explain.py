"""A bill as its reader sees it: each number with what was measured, which price, which clause.

It only chooses the language and writes units; every number comes from the engine's trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gridhall.foundation import language
from gridhall.ui import formats
from gridhall.ui.text import Text
from gridhall.workbench.tariffs.words import RULES
from gridhall.workbench.tariffs.words import UNITS as PRICE_UNITS

from . import words

if TYPE_CHECKING:
    from gridhall.billing.selectors import BillDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A value of a tariff book that was read, and who says so."""

    name: str
    value: str
    unit: Text
    book: str
    title: str
    number: str
    article: str
    href: str
    effective_from: date
    effective_to: date | None
    verified: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A read of a register that went into a number."""

    asset_no: str
    register: Text
    value: str
    multiplier: str
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One line of the bill, or one step from the readings to the billed energy."""

    title: str
    quantity: str
    unit: Text
    price: str
    amount: Decimal | None
    point: str
    words: str
    numbers: str
    factors: list[str]
    sources: list[Source]
    reads: list[Read]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of one kind of charge."""

    title: Text
    lines: list[Explained]


def lines(rows: Iterable[Mapping[str, Any]], reads: Mapping[str, Any]) -> list[Group]:
    """Return the engine's lines (JSON values) by kind of charge, in the order of the bill."""
    groups: dict[str, list[Explained]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(_line(row, reads))
    return [Group(title=words.GROUPS.get(key, key), lines=found) for key, found in groups.items()]


def steps(rows: Iterable[Mapping[str, Any]], reads: Mapping[str, Any]) -> list[Explained]:
    """Return the engine's steps (JSON values) from the readings to the billed quantities."""
    return [_step(row, reads) for row in rows]


def of_bill(detail: BillDetail) -> dict[str, Any]:
    """Return what the page of a stored bill shows below its head."""
    return {
        "groups": lines((line.trace for line in detail.lines), detail.readings),
        "steps": steps(detail.steps, detail.readings),
        "warnings": [warning(row) for row in detail.warnings],
    }


def warning(row: Mapping[str, Any]) -> str:
    """Return what the approver should look at; the sentence says itself if the company asks it."""
    return _text(row["text"])


def _text(both: Mapping[str, str]) -> str:
    return language.either(both["zh"], both["en"])


def _line(row: Mapping[str, Any], reads: Mapping[str, Any]) -> Explained:
    why = row["trace"]
    return Explained(
        title=_text(row["description"]), quantity=formats.number(row["quantity"]),
        unit=_unit(row["unit"]), price=_price(row["unit_price"], row["unit"]),
        amount=Decimal(row["amount"]), point="", words=_text(why["words"]),
        numbers=_text(why["numbers"]), factors=[_factor(one) for one in row["factors"]],
        sources=[_source(one) for one in why["parameters"]], reads=_reads(why["inputs"], reads),
    )  # fmt: skip


def _step(row: Mapping[str, Any], reads: Mapping[str, Any]) -> Explained:
    why = row["trace"]
    return Explained(
        title=_text(row["description"]), quantity=formats.number(row["value"]),
        unit=_unit(row["unit"]), price="", amount=None,
        point=row.get("mp_no", ""), words=_text(why["words"]), numbers=_text(why["numbers"]),
        factors=[], sources=[_source(one) for one in why["parameters"]],
        reads=_reads(why["inputs"], reads),
    )  # fmt: skip


def _unit(unit: str) -> Text:
    return words.UNITS.get(unit) or PRICE_UNITS.get(unit, unit)


def _price(price: str, unit: str) -> str:
    """Return the unit price; of an adjustment in yuan it is a share and no price."""
    return formats.percent(price, 2) if unit == "yuan" else formats.price(price)


def _factor(row: Mapping[str, Any]) -> str:
    numerator, denominator = row["numerator"], row["denominator"]
    shown = formats.number(numerator)
    if Decimal(denominator) != 1:
        shown = f"{shown}/{formats.number(denominator)}"
    return f"× {shown} {_text(row['name'])}"


def _source(row: Mapping[str, Any]) -> Source:
    citation, value = row["citation"], str(row["value"])
    return Source(
        name=_text(row["name"]), unit=PRICE_UNITS.get(row["unit"], row["unit"]), book=row["book"],
        value=str(RULES.get(value, value)) if row["unit"] == "rule" else formats.number(value),
        title=citation["title"], number=citation["number"] or "",
        article=citation["article"] or "", href=_safe(citation["href"]),
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        verified=row["verified"], note=row.get("note") or "",
    )  # fmt: skip


def _safe(href: str | None) -> str:
    """Return the address if it is one of the web; a book must not smuggle in a script."""
    return href if href and href.startswith(("http://", "https://")) else ""


def _reads(ids: Iterable[str], known: Mapping[str, Any]) -> list[Read]:
    return [
        Read(
            asset_no=row["asset_no"], value=formats.number(row["value"]),
            register=words.REGISTERS.get(row["register"], row["register"]),
            multiplier=formats.number(row["multiplier"]),
            read_at=datetime.fromisoformat(row["read_at"]),
        )
        for row in (known[one] for one in ids if one in known)
    ]  # fmt: skip
