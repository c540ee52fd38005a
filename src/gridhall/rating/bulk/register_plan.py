"""A price of registers as integers: which quantity each line takes and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Quantity(StrEnum):
    """Name what a line multiplies its price with."""

    TOTAL = "total"
    PERIOD = "period"  # ``number`` is the index of the period
    TIER = "tier"  # ``number`` is 1, 2 or 3
    TIER_ADDER = "tier_adder"
    RELIEF = "relief"  # minus the free energy of a low-income home


@dataclass(frozen=True, kw_only=True, slots=True)
class LinePrice:
    """Hold one line: ``units`` × 10⁻ᵈᵉᶜⁱᵐᵃˡˢ yuan/kWh on a quantity."""

    code: str
    quantity: Quantity
    number: int = 0
    units: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterPlan:
    """Hold how one price class bills registers on a day."""

    price_class: str
    periods: tuple[str, ...]
    lines: tuple[LinePrice, ...]
    decimals: int
    rounding: str
    relief_wh: int | None = None
    books: tuple[tuple[str, str], ...] = ()

    @property
    def needs_allowances(self) -> bool:
        """Tell whether the plan has tiers, so that a row must say what is left of them."""
        return any(line.quantity in (Quantity.TIER, Quantity.TIER_ADDER) for line in self.lines)
