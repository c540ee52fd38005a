"""Named ways of turning measured and contract demand into billed kW.

A tariff book names one (role ``strategy`` of the method ``demand``); an agreement may override it.
Each returns rows of kW and multiple; the charge is their sum × price.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class DemandFacts:
    """Hold what a strategy works with: D measured, C billed contract demand (floor included)."""

    measured: Decimal
    contract: Decimal
    threshold: Decimal = ONE  # share of C that is not yet an excess
    multiple: Decimal = ONE  # of the price for the excess


@dataclass(frozen=True, slots=True)
class DemandRow:
    """Hold kW that are billed at a multiple of the price; ``over`` for the excess."""

    kw: Decimal
    over: bool = False


def double_above_threshold(facts: DemandFacts) -> tuple[DemandRow, ...]:
    """Bill C; above threshold × C bill threshold × C and the part above it at the multiple."""
    limit = facts.threshold * facts.contract
    if facts.measured <= limit:
        return (DemandRow(facts.contract),)
    return DemandRow(limit), DemandRow(facts.measured - limit, over=True)


def contract_and_double_above_threshold(facts: DemandFacts) -> tuple[DemandRow, ...]:
    """Bill C, and the part above threshold × C at the multiple."""
    limit = facts.threshold * facts.contract
    if facts.measured <= limit:
        return (DemandRow(facts.contract),)
    return DemandRow(facts.contract), DemandRow(facts.measured - limit, over=True)


def contract_and_double_excess(facts: DemandFacts) -> tuple[DemandRow, ...]:
    """Bill C; once D exceeds threshold × C, all of D − C at the multiple (the older rule)."""
    if facts.measured <= facts.threshold * facts.contract:
        return (DemandRow(facts.contract),)
    return DemandRow(facts.contract), DemandRow(facts.measured - facts.contract, over=True)


def greater_of(facts: DemandFacts) -> tuple[DemandRow, ...]:
    """Bill the larger of D and C."""
    return (DemandRow(max(facts.measured, facts.contract)),)


def actual(facts: DemandFacts) -> tuple[DemandRow, ...]:
    """Bill what was measured, without any floor."""
    return (DemandRow(facts.measured),)


Strategy = Callable[[DemandFacts], tuple[DemandRow, ...]]
DEFAULT = "double_above_threshold"
STRATEGIES: Mapping[str, Strategy] = MappingProxyType(
    {
        DEFAULT: double_above_threshold,
        "contract_and_double_above_threshold": contract_and_double_above_threshold,
        "contract_and_double_excess": contract_and_double_excess,
        "greater_of_actual_and_contract": greater_of,
        "actual_with_floor": greater_of,  # C is then the floor alone
        "actual": actual,
    }
)
#: These bill what was declared and need the declaration; the others do not.
NEEDS_CONTRACT = frozenset(STRATEGIES) - {"actual_with_floor", "actual"}
WITHOUT_FLOOR = frozenset({"actual"})
EXCESS_FROM_CONTRACT = frozenset({"contract_and_double_excess"})
