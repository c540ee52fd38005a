"""The pictures of a comparison as numbers for SVG; every picture has its table beneath."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gridhall.foundation import language
from gridhall.rating.comparing.compare import Compared, Comparison
from gridhall.ui import formats

WIDTH, HEIGHT, GROUND = 360, 180, 156
TONES = 6
LEFT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: where it stands in the picture, its tone, and what it says."""

    x: str
    y: str
    width: str
    height: str
    tone: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A word beneath the bars."""

    x: str
    text: str


def shares(found: Comparison) -> list[dict[str, Any]]:
    """Return a row a price for the picture of the year's totals: rated ones, cheapest first."""
    totals = [item.total for item in found.candidates if item.total is not None]
    most = max(totals, default=Decimal(0)) or Decimal(1)
    order = [*found.ranked, *(item for item in found.candidates if item.rank is None)]
    return [
        {
            "name": name_of(item),
            "total": item.total,
            "saving": item.saving,
            "dearer": -item.saving if item.saving is not None and item.saving < 0 else None,
            "cheapest": item is found.cheapest,
            "present": item is found.present,
            "tone": min(item.rank or TONES, TONES),
            "width": "0%" if item.total is None else _percent(item.total, most),
            "against": item.candidate.against_rule and _spoken(item.candidate.against_rule),
        }
        for item in order
    ]


def months(found: Comparison) -> dict[str, Any] | None:
    """Return grouped bars, a group a month and a bar a rated price; at most six prices."""
    rated = found.ranked[:TONES]
    if not rated or len(found.months) > 24:
        return None
    most = max((b.total or Decimal(0) for item in rated for b in item.bills), default=Decimal(0))
    group = Decimal(WIDTH - 2 * LEFT) / len(found.months)
    wide = group * Decimal("0.8") / len(rated)
    bars = [
        _bar(LEFT + group * m + wide * n, wide, item.bills[m].total or Decimal(0), most, n + 1,
             f"{use.month:%Y-%m} {name_of(item)}")
        for m, use in enumerate(found.months)
        for n, item in enumerate(rated)
    ]  # fmt: skip
    labels = [
        Label(x=_number(LEFT + group * m + group * Decimal("0.4")), text=str(use.month.month))
        for m, use in enumerate(found.months)
    ]
    legend = [{"tone": n, "name": name_of(item)} for n, item in enumerate(rated, start=1)]
    rows = [
        (f"{use.month:%Y-%m}", use.kwh, [item.bills[m].total for item in found.candidates])
        for m, use in enumerate(found.months)
    ]
    return {"bars": bars, "labels": labels, "legend": legend, "rows": rows,
            "top": formats.money(most)}  # fmt: skip


def shifting(found: Comparison) -> dict[str, Any] | None:
    """Return what moving load saves under the cheapest price that has times of day."""
    fit = [item for item in found.ranked if any(s.saving is not None for s in item.shifts)]
    if not fit:
        return None
    item = fit[0]
    steps = [step for step in item.shifts if step.saving is not None]
    most = max((step.saving or Decimal(0) for step in steps), default=Decimal(0))
    group = Decimal(WIDTH - 2 * LEFT) / len(steps)
    bars = [
        _bar(LEFT + group * n + group * Decimal("0.15"), group * Decimal("0.7"),
             max(step.saving or Decimal(0), Decimal(0)), most, 1, f"{step.percent.normalize():f} %")
        for n, step in enumerate(steps)
    ]  # fmt: skip
    labels = [
        Label(x=_number(LEFT + group * n + group / 2), text=f"{step.percent.normalize():f}%")
        for n, step in enumerate(steps)
    ]
    return {"name": name_of(item), "steps": steps, "bars": bars, "labels": labels,
            "top": formats.money(most)}  # fmt: skip


def name_of(item: Compared) -> str:
    """Return a price's name in the reader's language."""
    return _spoken(item.candidate.name)


def _spoken(text: Any) -> str:
    return language.either(text.zh, text.en)


def _bar(x: Decimal, width: Decimal, value: Decimal, most: Decimal, tone: int, text: str) -> Bar:
    height = value / most * (GROUND - 16) if most > 0 and value > 0 else Decimal(0)
    return Bar(
        x=_number(x), y=_number(GROUND - height), width=_number(width), height=_number(height),
        tone=tone, text=f"{text}: {formats.money(value)}",
    )  # fmt: skip


def _number(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1')):f}"


def _percent(part: Decimal, whole: Decimal) -> str:
    share = max(Decimal(0), part * 100 / whole)
    return f"{share.quantize(Decimal('0.1')):f}%"
