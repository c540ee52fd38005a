"""Which price class fits which customer: province, category, voltage and billing method.

The prices themselves, and since when they hold, stand in the tariff books; this table only catches
slips of the pen in customer files before they become wrong bills.
"""

from __future__ import annotations

from dataclasses import dataclass

LOW = frozenset({"220V", "380V"})
MEDIUM = frozenset({"10kV", "20kV"})
HOME = frozenset({"RESIDENTIAL"})
BUSINESS = frozenset({"COMMERCIAL", "PUBLIC_INSTITUTION"})
INDUSTRY = frozenset({"LARGE_INDUSTRY", "COMMERCIAL", "PUBLIC_INSTITUTION"})
FARM = frozenset({"AGRICULTURE"})
ENERGY = frozenset({"ENERGY_ONLY"})
SINGLE = frozenset({"SINGLE_PART"})
TWO = frozenset({"TWO_PART_CAPACITY", "TWO_PART_DEMAND"})


@dataclass(frozen=True, slots=True)
class PriceClassRule:
    """Who may have a price class."""

    province: str
    categories: frozenset[str]
    voltages: frozenset[str]
    methods: frozenset[str]


RULES: dict[str, PriceClassRule] = {
    "ZJ-RES-TIER": PriceClassRule("浙江", HOME, LOW, ENERGY),
    "ZJ-RES-TIER-TOU": PriceClassRule("浙江", HOME, LOW, ENERGY),
    "ZJ-RES-COMB-LV": PriceClassRule("浙江", HOME, LOW, ENERGY),
    "ZJ-RES-COMB-10KV": PriceClassRule("浙江", HOME, MEDIUM, ENERGY),
    "ZJ-GC": PriceClassRule("浙江", BUSINESS, LOW | MEDIUM, SINGLE),
    "HB-1P-LV": PriceClassRule("湖北", BUSINESS, LOW, SINGLE),
    "HB-1P-10KV": PriceClassRule("湖北", BUSINESS, MEDIUM, SINGLE),
    "HB-2P-10KV": PriceClassRule("湖北", INDUSTRY, MEDIUM, TWO),
    "HB-2P-35KV": PriceClassRule("湖北", INDUSTRY, frozenset({"35kV"}), TWO),
    "HB-2P-110KV": PriceClassRule("湖北", INDUSTRY, frozenset({"110kV"}), TWO),
    "HB-AGR": PriceClassRule("湖北", FARM, LOW | MEDIUM, SINGLE),
    "HB-RES-COMB": PriceClassRule("湖北", HOME, LOW | MEDIUM, ENERGY),
}
