"""What a bill line multiplies and what it costs, as integers: for all plans of bulk rating."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Rounding rules that whole columns know; the names are those of tariff books.
ROUNDINGS = frozenset({"half_up_fen", "down_fen"})


class Quantity(StrEnum):
    """Name what a line multiplies its price with."""

    TOTAL = "total"
    PERIOD = "period"  # ``number`` is the index of the period
    TIER = "tier"  # ``number`` is 1, 2 or 3
    TIER_ADDER = "tier_adder"
    RELIEF = "relief"  # minus the free energy of a low-income home
    DEMAND = "demand"  # the month's largest average power, in watts
    FIXED = "fixed"  # once for each account


@dataclass(frozen=True, kw_only=True, slots=True)
class LinePrice:
    """Hold one line: ``units`` × 10⁻ᵈᵉᶜⁱᵐᵃˡˢ yuan for each kWh, kW or account."""

    code: str
    quantity: Quantity
    number: int = 0
    units: int
