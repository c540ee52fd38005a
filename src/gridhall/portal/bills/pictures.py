"""The pictures of a bill: tiers of the year, times of day, composition, comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from gridhall.billing import selectors as billing
from gridhall.kernel.money import exact
from gridhall.kernel.periods import months_before
from gridhall.portal.pages import spoken
from gridhall.rating.wording import PERIOD_NAMES
from gridhall.ui import formats

SIZE_OF_ALLOWANCE = re.compile(r"^([\d,.]+) − ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of a bar: where it starts and how wide it is, in percent of the whole."""

    label: str
    value: str
    tone: int
    start: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """How much of a tier's yearly allowance is used."""

    number: int
    used: Decimal
    size: Decimal
    left: Decimal
    width: str
    price: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """This bill beside an earlier month."""

    label: str
    month: date
    kwh: Decimal
    change: str
    more: bool
    total: Decimal | None


def _percent(part: Decimal, whole: Decimal) -> str:
    share = (part * 100 / whole) if whole else Decimal(0)
    return f"{min(max(share, Decimal(0)), Decimal(100)).quantize(Decimal('0.1'))}%"


def tiers(detail: billing.BillDetail) -> list[Tier]:
    """Return the yearly tiers of a home; nothing for everybody else.

    The engine's step says ``allowance − used = left``; its first number is the allowance.
    """
    found = []
    prices = {line.code: line.price for line in detail.lines}
    for number in (1, 2):
        step = next((s for s in detail.steps if s["code"] == f"TIER_{number}_ALLOWANCE"), None)
        size = _allowance(step) if step else None
        if step is None or size is None:
            return []
        left = Decimal(step["value"])
        found.append(
            Tier(
                number=number, used=size - left, size=size, left=left,
                width=_percent(size - left, size), price=prices.get(f"TIER_{number}"),
            )
        )  # fmt: skip
    return found


def _allowance(step: dict[str, Any]) -> Decimal | None:
    match = SIZE_OF_ALLOWANCE.match(step["trace"]["numbers"]["en"])
    return exact(match[1].replace(",", "")) if match else None


def periods(detail: billing.BillDetail) -> list[Slice]:
    """Return the energy by time of day; nothing when the bill does not tell times apart."""
    rows = [row for row in detail.quantities["periods"] if row["period"] != "total"]
    if len(rows) < 2:
        return []
    values = [
        (spoken(_period_name(row["period"])), Decimal(row["kwh"]), formats.kwh(row["kwh"]))
        for row in rows
    ]
    return _slices(values)


def _period_name(period: str) -> dict[str, str]:
    name = PERIOD_NAMES[period]
    return {"zh": name.zh, "en": name.en}


def composition(detail: billing.BillDetail) -> list[Slice]:
    """Return what the amount is made of, by kind of charge; only what is above zero is drawn."""
    names = {
        "energy": _("Energy charge"), "capacity": _("Capacity charge"),
        "demand": _("Demand charge"),
        "funds": _("Government funds"), "adjustment": _("Power-factor adjustment"),
        "relief": _("Relief"), "residential_share": _("Residential share"),
    }  # fmt: skip
    sums = [(group, sum((x.amount for x in rows), Decimal(0))) for group, rows in detail.groups]
    if len(sums) < 2:
        return []
    return _slices([(names[group], amount, formats.money(amount)) for group, amount in sums])


def _slices(values: Sequence[tuple[str, Decimal, str]]) -> list[Slice]:
    whole = sum((max(value, Decimal(0)) for _label, value, _text in values), Decimal(0))
    found, start = [], Decimal(0)
    for tone, (label, value, text) in enumerate(values, start=1):
        drawn = max(value, Decimal(0))
        share = f"{text} · {_percent(drawn, whole)}" if value >= 0 else text
        found.append(
            Slice(
                label=label, value=share, tone=tone, start=_percent(start, whole),
                width=_percent(drawn, whole),
            )
        )  # fmt: skip
        start += drawn
    return found


def average_price(detail: billing.BillDetail) -> Decimal | None:
    """Return the bill's amount per kWh in yuan, four decimals; nothing without energy."""
    energy = detail.row.energy_kwh
    if energy <= 0:
        return None
    return (detail.row.total / energy).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def comparisons(
    detail: billing.BillDetail, history: Sequence[billing.EnergyMonth]
) -> list[Comparison]:
    """Return this month beside the month before and the same month a year ago, where known."""
    start = detail.row.period_start
    wanted = (
        (_("The month before"), months_before(start, 1)),
        (_("A year ago"), start.replace(year=start.year - 1)),
    )
    by_month = {row.month: row for row in history}
    found = []
    for label, month in wanted:
        row = by_month.get(month)
        if row is not None and row.kwh is not None:
            found.append(_comparison(label, row, row.kwh, detail.row.energy_kwh))
    return found


def _comparison(label: str, row: billing.EnergyMonth, before: Decimal, now: Decimal) -> Comparison:
    difference = now - before
    change = ""
    if before > 0:
        share = abs(difference) * 100 / before
        change = f"{share.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}%"
    return Comparison(
        label=label, month=row.month, kwh=before, change=change, more=difference > 0,
        total=row.total,
    )  # fmt: skip
