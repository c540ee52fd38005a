"""The charge methods a tariff book may name, and the parameters each one needs.

A method is mechanism (code in ``rating.charges``); which values it works with is law (a book).
A new province that charges in a known way needs no code at all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodSpec:
    """Name the roles of the parameters that a method reads.

    ``any_role``: the method takes whatever roles its structure names (the library checks them).
    """

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    any_role: bool = False


def _spec(required: str, optional: str = "") -> MethodSpec:
    return MethodSpec(frozenset(required.split()), frozenset(optional.split()))


_ALLOWANCES = "allowance_1 allowance_2"
_HOME = "large_household_extra shared_price year_rule"

METHODS: dict[str, MethodSpec] = {
    "annual_tiers": _spec(f"tier_1 tier_2 tier_3 {_ALLOWANCES}", _HOME),
    "tou_annual_tiers": _spec(f"peak valley adder_2 adder_3 {_ALLOWANCES}", _HOME),
    "tou_annual_tiers_by_period": _spec(
        f"peak valley adder_2_peak adder_2_valley adder_3_peak adder_3_valley {_ALLOWANCES}", _HOME
    ),
    "flat_energy": _spec("price"),
    "period_energy": _spec("non_tou sharp peak flat valley funds", "deep"),
    "funds": _spec("price"),
    "free_allowance": _spec("allowance price"),
    "capacity": _spec("price divisor", "suspension_min_days suspension_max_months part_rule"),
    "demand": _spec(
        "price",
        "strategy floor_share floor_base threshold multiple discount_from discount_factor divisor",
    ),
    "ratio_share": _spec(""),
    "power_factor": _spec(
        "table",
        "zero_active min_kva high_kva irrigation_high_kva"
        " standard_high standard_ordinary standard_low",
    ),
    "component_energy": MethodSpec(frozenset({"structure"}), any_role=True),
    "interval_energy": _spec(""),
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

#: Conventions a book may name; without them the engine takes what is written beside each.
OPTIONAL_CONVENTIONS = frozenset(
    {
        "price_change_split",  # by_days | refuse (the default) without reads at the change
        "total_rounding",  # none: the total is the sum of the lines, no residue line
        "loss_divisor",  # thirty_days | calendar_days, for a month's loss in a part month
        "fixed_split",  # proportional | residual | by_hours: a fixed quantity over the periods
        "tax_rate",  # no figures of included tax
    }
)
