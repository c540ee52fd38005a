"""The energy and the tiers of an inline tariff, as generic charges of a book."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gridhall.rating.books import schema
from gridhall.rating.books.charge_schema import Options
from gridhall.rating.quotes.inline.builder import Builder, name_of
from gridhall.rating.quotes.inline.form import EnergyForm, InlineTariff
from gridhall.rating.quotes.inline.tierform import SeasonForm, TiersForm

Values = dict[str, Any]
PER_KWH = "yuan/kWh"
FUNDS = schema.Name(zh="政府性基金及附加", en="government funds and surcharges")


def add(build: Builder, tariff: InlineTariff) -> None:
    """Add the charges for energy."""
    if tariff.energy is not None:
        _energy(build, tariff, tariff.energy)
    for tiers in tariff.tiers:
        _tiers(build, tariff, tiers)
    if tariff.market:
        build.charge("interval_energy", {})


def _energy(build: Builder, tariff: InlineTariff, form: EnergyForm) -> None:
    values: Values = {f"price.{p}": (price, PER_KWH) for p, price in form.prices.items()}
    if form.price is not None:
        role = "price.total" if form.prices else "price"
        values[role] = (form.price, PER_KWH)
    floats = []
    for number, part in enumerate(form.components, start=1):
        if part.funds:
            continue
        values[f"component.c{number}"] = (part.price, PER_KWH, name_of(part.name))
        if part.floats:
            floats.append(f"c{number}")
    for period, item in form.multipliers.items():
        values[f"times.{period}"] = (item.times, "ratio")
    for period, price in form.adders.items():
        values[f"plus.{period}"] = (price, PER_KWH)
    if form.funds_included:
        values["funds"] = (form.funds_included, PER_KWH, FUNDS)
    options = Options(
        relative={p: m.of for p, m in form.multipliers.items() if m.of != "flat"},
        floats=tuple(floats),
        in_pf_base=form.in_pf_base,
        price_rounding=tariff.rounding.price or "",
        quantity_rounding=tariff.rounding.quantity or "",
    )
    build.charge("energy", values, options=options)


def funds(build: Builder, form: EnergyForm) -> None:
    """Add the lines of the funds that the price names, after the power factor."""
    if form.funds_included:
        _fund(build, form.funds_included, FUNDS)
    for part in form.components:
        if part.funds:
            _fund(build, part.price, name_of(part.name) or FUNDS)


def _fund(build: Builder, price: Decimal, name: schema.Name) -> None:
    build.charge(
        "per_unit",
        {"price": (price, PER_KWH, name)},
        code="FUNDS",
        name=name,
        options=Options(group="funds"),
    )


def _tiers(build: Builder, tariff: InlineTariff, form: TiersForm) -> None:
    values: Values = {}
    for number, bound in enumerate(form.bounds, start=1):
        if bound.kwh is not None:
            values[f"bound_{number}"] = (bound.kwh, "kWh")
        if bound.kwh_per_kw is not None:
            values[f"bound_{number}.kwh_per_kw"] = (bound.kwh_per_kw, "kWh/kW")
    _prices(values, form.prices, form.adders, "")
    for name, season in form.seasons.items():
        _season(values, name, season)
    if form.relief_kwh_per_month is not None:
        values["relief"] = (form.relief_kwh_per_month, "kWh/month")
    options = Options(
        basis=form.basis,
        month_count=form.months,
        seasons={name: season.months for name, season in form.seasons.items()},
        months=form.only_months or (),
        quantity_rounding=tariff.rounding.quantity or "",
    )
    build.charge("tiers", values, name=name_of(form.name), options=options)


def _season(values: Values, name: str, season: SeasonForm) -> None:
    for number, bound in enumerate(season.bounds, start=1):
        values[f"bound_{number}.{name}"] = (bound, "kWh")
    _prices(values, season.prices, season.adders, f".{name}")


def _prices(values: Values, prices: Any, adders: Any, tail: str) -> None:
    for kind, given, first in (("price", prices, 1), ("adder", adders, 2)):
        rows = given if isinstance(given, dict) else {"": given}
        for period, row in rows.items():
            end = tail + (f".{period}" if period else "")
            for number, price in enumerate(row, start=first):
                values[f"{kind}_{number}{end}"] = (price, PER_KWH)
