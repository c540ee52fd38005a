"""Stage two of rating: billed quantities → lines. One function per charge method of a book."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gridhall.rating.books.schema import Charge
from gridhall.rating.charges import (
    capacity,
    components,
    demand,
    energy,
    market,
    power_factor,
    residential,
    shares,
)
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.generic import GENERIC

#: Charge methods by the name tariff books use. ``books.methods`` lists the values each needs.
CHARGE_METHODS: Mapping[str, Callable[[Case, Charge], None]] = MappingProxyType(
    {
        **GENERIC,
        "annual_tiers": residential.annual_tiers,
        "tou_annual_tiers": residential.tou_annual_tiers,
        "tou_annual_tiers_by_period": residential.tou_annual_tiers_by_period,
        "free_allowance": residential.free_allowance,
        "component_energy": components.component_energy,
        "flat_energy": energy.flat_energy,
        "period_energy": energy.period_energy,
        "funds": energy.funds,
        "interval_energy": market.interval_energy,
        "ratio_share": shares.ratio_share,
        "capacity": capacity.capacity,
        "demand": demand.demand,
        "power_factor": power_factor.power_factor,
    }
)

__all__ = ["CHARGE_METHODS", "Case"]
