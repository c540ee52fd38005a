"""From what the engine wrote down to what a customer reads: lines, meters, steps.

Nothing is computed here: every number was put into the bill when it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridhall.billing import selectors as billing
from gridhall.portal.pages import spoken
from gridhall.rating.wording import PERIOD_NAMES
from gridhall.ui.figures import Status

REGISTERS = {
    "fwd_active_total": "total",
    "fwd_active_sharp": "sharp",
    "fwd_active_peak": "peak",
    "fwd_active_flat": "flat",
    "fwd_active_valley": "valley",
    "fwd_reactive": "reactive",
    "max_demand": "demand",
}
ROUNDING = {
    "half_up_fen": gettext_lazy("to 0.01 yuan, half up"),
    "down_fen": gettext_lazy("down to 0.01 yuan"),
    "half_up_yuan": gettext_lazy("to whole yuan, half up"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLook:
    """A bill in a list: its facts, what is left to pay and its state in words."""

    row: billing.BillRow
    outstanding: Decimal | None
    state: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRead:
    """A value taken from a tariff book, and who says so."""

    name: str
    value: Decimal | None
    text: str
    unit: str
    effective_from: date | None
    source: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedLine:
    """One line of a bill with everything behind it."""

    number: int
    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal
    words: str
    numbers: str
    prices: list[PriceRead]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLook:
    """One register of a meter: what it showed at both ends, and what that makes."""

    name: str
    opening: Decimal | None
    opened_at: datetime | None
    closing: Decimal | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterLook:
    """One meter as it was read for this bill."""

    asset_no: str
    mp_no: str
    multiplier: Decimal
    registers: list[RegisterLook]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLook:
    """One step from the readings to the billed quantities."""

    name: str
    value: Decimal
    unit: str
    words: str
    numbers: str


def bill_row(row: billing.BillRow, *, outstanding: Decimal | None) -> BillLook:
    """Return a bill with its state: paid, to pay, partly paid, taken back."""
    return BillLook(row=row, outstanding=outstanding, state=_state(row, outstanding))


def _state(row: billing.BillRow, outstanding: Decimal | None) -> Status:
    if row.status == "REVERSED":
        return Status(_("Taken back"), "neutral")
    if outstanding is None:
        return Status(_("Being posted"), "progress")
    if outstanding <= 0:
        return Status(_("Paid"), "success")
    return Status(_("Partly paid") if outstanding < row.total else _("To pay"), "warning")


def lines(detail: billing.BillDetail) -> list[ExplainedLine]:
    """Return the lines of the bill in the reader's language."""
    return [
        ExplainedLine(
            number=line.number, name=spoken(line.description), quantity=line.quantity,
            unit=unit_label(line.unit), price=line.price, amount=line.amount,
            words=spoken(line.words), numbers=spoken(line.numbers),
            prices=[_price(parameter) for parameter in line.parameters],
        )
        for line in detail.lines
    ]  # fmt: skip


def _price(parameter: dict[str, Any]) -> PriceRead:
    is_rule = parameter["unit"] == "rule"
    citation = parameter["citation"]
    parts = [citation["title"], citation["number"], citation["article"]]
    return PriceRead(
        name=spoken(parameter["name"]),
        value=None if is_rule else Decimal(parameter["value"]),
        text=str(ROUNDING.get(parameter["value"], parameter["value"])) if is_rule else "",
        unit="" if is_rule else unit_label(parameter["unit"]),
        effective_from=parse_date(parameter["effective_from"]),
        source=" · ".join(part for part in parts if part),
        href=_safe(citation["href"] or ""),
    )


def _safe(href: str) -> str:
    return href if href.startswith(("https://", "http://")) else ""


def meters(detail: billing.BillDetail) -> list[MeterLook]:
    """Return the meters with the reads that bound this bill, one entry a meter."""
    found: dict[tuple[str, str], MeterLook] = {}
    by_register: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for read in detail.readings.values():
        key = (read["mp_no"], read["asset_no"])
        found.setdefault(
            key,
            MeterLook(
                mp_no=key[0], asset_no=key[1], multiplier=Decimal(read["multiplier"]), registers=[]
            ),
        )
        by_register.setdefault((*key, read["register"]), []).append(read)
    order = list(REGISTERS)
    for mp_no, asset_no, register in sorted(by_register, key=lambda key: order.index(key[2])):
        reads = by_register[mp_no, asset_no, register]
        found[mp_no, asset_no].registers.append(_register(register, reads))
    return list(found.values())


def _register(register: str, reads: list[dict[str, Any]]) -> RegisterLook:
    ordered = sorted(reads, key=lambda read: str(read["read_at"]))
    closing = ordered[-1]
    opening = ordered[0] if len(ordered) > 1 else None
    name = PERIOD_NAMES[REGISTERS[register]]
    return RegisterLook(
        name=spoken({"zh": name.zh, "en": name.en}),
        opening=Decimal(opening["value"]) if opening else None,
        opened_at=parse_datetime(opening["read_at"]) if opening else None,
        closing=Decimal(closing["value"]),
        closed_at=parse_datetime(closing["read_at"]),
    )


def steps(detail: billing.BillDetail) -> list[StepLook]:
    """Return the steps from readings to billed quantities in the reader's language."""
    return [
        StepLook(
            name=spoken(step["description"]), value=Decimal(step["value"]),
            unit=unit_label(step["unit"]), words=spoken(step["trace"]["words"]),
            numbers=spoken(step["trace"]["numbers"]),
        )
        for step in detail.steps
    ]  # fmt: skip


def notes(detail: billing.BillDetail) -> list[str]:
    """Return what the engine wants the customer to know about this bill."""
    return [spoken(warning["text"]) for warning in detail.warnings if warning["origin"] == "engine"]


def unit_label(unit: str) -> str:
    """Return a unit as people write it: 元/kWh in Chinese, yuan/kWh in English."""
    words = {"yuan": _("yuan"), "month": _("month"), "percent": "%", "day": _("day")}
    return "/".join(words.get(part, part) for part in unit.split("/"))
