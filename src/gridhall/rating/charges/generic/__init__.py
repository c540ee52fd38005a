"""Charge methods of any country, usable from books and from the tariff inside a quote."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.generic import demand, energy, others, tiers

#: The generic methods by name; ``books.charge_schema`` lists the values each takes.
GENERIC: Mapping[str, Callable[[Case, Charge], None]] = MappingProxyType(
    {
        "energy": energy.energy,
        "tiers": tiers.tiers,
        "demand_periods": demand.demand_periods,
        "per_unit": others.per_unit,
        "fixed": others.fixed,
        "amount": others.amount,
        "free_energy": others.free_energy,
        "percent": others.percent,
        "minimum": others.minimum,
        "maximum": others.maximum,
        "tax": others.tax,
    }
)
