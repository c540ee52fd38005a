"""A price of registers as integers: which quantity each line takes and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from gridhall.rating.bulk.prices import LinePrice, Quantity


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
