"""The charge methods a tariff book may name, and the parameters each one needs.

A method is mechanism (code in ``rating.charges``); which values it works with is law (a book).
A new province that charges in a known way needs no code at all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodSpec:
    """Name the roles of the parameters that a method reads."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()


def _spec(required: str, optional: str = "") -> MethodSpec:
    return MethodSpec(frozenset(required.split()), frozenset(optional.split()))


_ALLOWANCES = "allowance_1 allowance_2"

METHODS: dict[str, MethodSpec] = {
    "annual_tiers": _spec(f"tier_1 tier_2 tier_3 {_ALLOWANCES}", "large_household_extra"),
    "tou_annual_tiers": _spec(
        f"peak valley adder_2 adder_3 {_ALLOWANCES}", "large_household_extra"
    ),
    "flat_energy": _spec("price"),
    "period_energy": _spec("non_tou sharp peak flat valley funds"),
    "funds": _spec("price"),
    "free_allowance": _spec("allowance price"),
    "capacity": _spec("price suspension_min_days divisor"),
    "demand": _spec("price floor_share threshold multiple discount_from discount_factor"),
    "ratio_share": _spec(""),
    "power_factor": _spec("table"),
}

#: Conventions every price class needs: how this utility counts and rounds.
CONVENTIONS = frozenset(
    {
        "money_rounding",
        "quantity_rounding",
        "rollover_high",
        "rollover_low",
        "register_sum_tolerance",
    }
)
