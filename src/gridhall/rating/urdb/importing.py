"""From the JSON of a rate to an inline tariff."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gridhall.rating.quotes import InvalidDocument, read_json
from gridhall.rating.urdb import schedules, structures
from gridhall.rating.urdb.words import UNREAD, InvalidRate, is_empty, number

Json = dict[str, Any]
MONTHS = tuple(range(1, 13))
FIXED_UNITS = {"$/month": "month", "$/day": "day"}


@dataclass(frozen=True, slots=True)
class Rate:
    """Hold a rate that was read: its name and the inline tariff of each month.

    Months with the same periods, tiers and prices share one tariff.
    """

    name: str
    months: dict[int, Json] = field(default_factory=dict)


def read_rate(text: str | bytes) -> Rate:
    """Return the rate of a JSON text: one rate, or ``items`` with one. Raises ``InvalidRate``.

    Exact: numbers are taken as they are written, nothing that the rate says is left out.
    """
    try:
        data = read_json(text)
    except InvalidDocument as problem:
        raise InvalidRate([problem.text.en]) from None
    items = data.get("items") if isinstance(data, dict) else None
    if isinstance(items, list):
        if len(items) != 1:
            raise InvalidRate([f"{len(items)} rates in one file, one is wanted"])
        data = items[0]
    if not isinstance(data, dict):
        raise InvalidRate(["not an object"])
    return _rate(data)


def _rate(data: Json) -> Rate:
    reasons = [f"{name}: {why}" for name, why in UNREAD.items() if not is_empty(data.get(name))]
    if is_empty(data.get("energyratestructure")) and is_empty(data.get("fixedchargefirstmeter")):
        reasons.append("it has neither energy prices nor a fixed charge")
    if reasons:
        raise InvalidRate(reasons)
    grid = schedules.read_grid(data, "energyweekdayschedule", "energyweekendschedule")
    demand = schedules.read_grid(data, "demandweekdayschedule", "demandweekendschedule")
    energy = structures.read(data, "energyratestructure")
    by_demand = structures.read(data, "demandratestructure")
    flat = structures.read(data, "flatdemandstructure")
    others = _others(data)
    name = str(data.get("name") or data.get("label") or "URDB")[:60]
    months = {}
    for month in MONTHS:
        tariff: Json = {"name": name, "currency": "USD", "rounding": {"line": "none"}}
        cells = schedules.cells_of(grid, demand, month)
        tariff |= schedules.hours_of(cells)
        tariff |= structures.energy_of(energy, cells)
        wanted = structures.demand_of(by_demand, cells)
        flat_period = _flat_period(data, month)
        wanted += structures.flat_of(flat, flat_period)
        if wanted:
            tariff["demand_periods"] = wanted
        months[month] = {**tariff, **others}
    return Rate(name, months)


def _flat_period(data: Json, month: int) -> int:
    months = data.get("flatdemandmonths")
    if is_empty(months):
        return 0
    if not isinstance(months, list) or len(months) != len(MONTHS):
        raise InvalidRate(["flatdemandmonths: twelve months are wanted"])
    return int(months[month - 1])


def _others(data: Json) -> Json:
    """Return fixed charges and the minimum of a month."""
    found: Json = {}
    fixed = data.get("fixedchargefirstmeter")
    if not is_empty(fixed):
        unit = str(data.get("fixedchargeunits") or "$/month")
        if unit not in FIXED_UNITS:
            raise InvalidRate([f"fixedchargeunits: {unit} is not $/month or $/day"])
        price = _text(number(fixed, "fixedchargefirstmeter"))
        charge = {"name": "fixed charge", "fixed": price, "per": FIXED_UNITS[unit]}
        found["charges"] = [charge]
    least = data.get("mincharge")
    if not is_empty(least):
        unit = str(data.get("minchargeunits") or "$/month")
        if unit != "$/month":
            raise InvalidRate([f"minchargeunits: {unit} is not $/month"])
        found["minimum"] = {"amount": _text(number(least, "mincharge")), "per": "month"}
    return found


def _text(value: Decimal) -> str:
    return f"{value:f}"
