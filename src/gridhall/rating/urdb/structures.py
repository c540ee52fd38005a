"""Structures of a rate: periods of tiers with ``rate``, ``adj``, ``max`` and ``unit``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gridhall.rating.urdb.schedules import Cells, period, periods
from gridhall.rating.urdb.words import InvalidRate, is_empty, number

Json = dict[str, Any]
ENERGY_UNITS = ("kWh", "kWh daily", "kWh/kW")
DEMAND_UNITS = ("kW",)
TIER_FIELDS = {"rate", "adj", "max", "unit", "sell"}


@dataclass(frozen=True, slots=True)
class Tier:
    """Hold one tier: price per unit, its upper bound and the unit of that."""

    price: Decimal
    bound: Decimal | None
    unit: str


Structure = list[tuple[Tier, ...]]


def read(data: Json, name: str) -> Structure:
    """Return the tiers of every period of a structure; raises ``InvalidRate``."""
    given = data.get(name)
    if is_empty(given):
        return []
    units = ENERGY_UNITS if name == "energyratestructure" else DEMAND_UNITS
    if not isinstance(given, list):
        raise InvalidRate([f"{name}: a list of periods is wanted"])
    return [_tiers(tiers, f"{name}[{n}]", units) for n, tiers in enumerate(given)]


def _tiers(tiers: Any, place: str, units: tuple[str, ...]) -> tuple[Tier, ...]:
    if not isinstance(tiers, list) or not tiers:
        raise InvalidRate([f"{place}: a list of tiers is wanted"])
    found = []
    for number_, item in enumerate(tiers):
        where = f"{place}[{number_}]"
        if not isinstance(item, dict) or set(item) - TIER_FIELDS:
            raise InvalidRate([f"{where}: fields other than {', '.join(sorted(TIER_FIELDS))}"])
        if not is_empty(item.get("sell")):
            raise InvalidRate([f"{where}: a price for energy sold"])
        price = number(item.get("rate", 0), f"{where}.rate") + number(
            item.get("adj", 0), f"{where}.adj"
        )
        limit = item.get("max")
        unit = str(item.get("unit") or units[0])
        if unit not in units:
            raise InvalidRate([f"{where}: the unit {unit} is none of {', '.join(units)}"])
        bound = None if limit is None else number(limit, f"{where}.max")
        found.append(Tier(price, bound, unit))
    if any(tier.bound is None for tier in found[:-1]):
        raise InvalidRate([f"{place}: only the last tier may have no upper bound"])
    return tuple(found)


def energy_of(structure: Structure, cells: Cells) -> Json:
    """Return energy or tiers of the inline tariff for a month."""
    if not structure:
        return {}
    used = {cell: _of(structure, cell[0], "energyratestructure") for cell in periods(cells)}
    shapes = {tuple((t.bound, t.unit) for t in tiers[:-1]) for tiers in used.values()}
    if len(shapes) > 1:
        raise InvalidRate(["the periods of one month have different tiers"])
    (shape,) = shapes
    first = next(iter(used.values()))
    if not shape:
        if len(used) == 1:
            return {"energy": {"price": _text(first[0].price)}}
        return {"energy": {"prices": {period(c): _text(t[0].price) for c, t in used.items()}}}
    rows: Any = {period(cell): [_text(t.price) for t in tiers] for cell, tiers in used.items()}
    if len(used) == 1:
        rows = [_text(tier.price) for tier in first]
    bounds = _bounds(first[:-1])
    daily = first[0].unit == "kWh daily"
    return {"tiers": {"basis": "day" if daily else "period", "bounds": bounds, "prices": rows}}


def _bounds(tiers: tuple[Tier, ...]) -> list[Json]:
    """Return the bounds; kWh within the first hours of use end where these do."""
    units = {tier.unit for tier in tiers}
    if "kWh daily" in units and len(units) > 1:
        raise InvalidRate(["tiers by day together with other tiers"])
    found: list[Json] = []
    for place, tier in enumerate(tiers):
        if tier.bound is None:
            raise InvalidRate(["a tier without an upper bound before the last"])
        if tier.unit == "kWh/kW":
            found.append({"kwh_per_kw": _text(tier.bound)})
            continue
        bound = {"kwh": _text(tier.bound)}
        later = [t.bound for t in tiers[place:] if t.unit == "kWh/kW" and t.bound is not None]
        if later:
            bound["kwh_per_kw"] = _text(min(later))
        found.append(bound)
    return found


def demand_of(structure: Structure, cells: Cells) -> list[Json]:
    """Return the demand of each demand period: the highest of all its hours."""
    if not structure:
        return []
    groups: dict[int, list[str]] = {}
    for cell in periods(cells):
        groups.setdefault(cell[1], []).append(period(cell))
    found = []
    for number_, names in groups.items():
        tiers = _of(structure, number_, "demandratestructure")
        if all(tier.price == 0 for tier in tiers):
            continue
        whole = len(periods(cells)) == len(names)
        name = "any" if whole else "_or_".join(names)
        found.append(
            {"name": f"demand {number_}", "code": f"DEMAND_{number_}", **_steps(name, tiers)}
        )
    return found


def flat_of(structure: Structure, number_: int) -> list[Json]:
    """Return the demand of any time in a month."""
    if not structure:
        return []
    tiers = _of(structure, number_, "flatdemandstructure")
    if all(tier.price == 0 for tier in tiers):
        return []
    return [{"name": "flat demand", "code": "DEMAND_FLAT", **_steps("any", tiers)}]


def _steps(name: str, tiers: tuple[Tier, ...]) -> Json:
    found: Json = {"prices": {name: [_text(tier.price) for tier in tiers]}}
    bounds = [_text(tier.bound) for tier in tiers[:-1] if tier.bound is not None]
    if bounds:
        found["bounds"] = {name: bounds}
    return found


def _of(structure: Structure, number_: int, name: str) -> tuple[Tier, ...]:
    if not 0 <= number_ < len(structure):
        raise InvalidRate([f"{name}: the schedule names period {number_}, which has no prices"])
    return structure[number_]


def _text(value: Decimal) -> str:
    return f"{value:f}"
