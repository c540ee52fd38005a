"""Capacity, demand, power factor and every other charge of an inline tariff."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from gridhall.rating.books import schema
from gridhall.rating.books.charge_schema import Options
from gridhall.rating.quotes.inline import energy
from gridhall.rating.quotes.inline.builder import ENTRY, Builder, name_of
from gridhall.rating.quotes.inline.form import FreeForm, InlineTariff
from gridhall.rating.quotes.inline.parts import (
    CapacityForm,
    ChargeForm,
    DemandForm,
    DemandPeriodsForm,
    LimitForm,
    PowerFactorForm,
)

Known = Callable[[str], bool]
TABLE = "CN.power_factor.adjustment"
STANDARDS = (Decimal("0.90"), Decimal("0.85"), Decimal("0.80"))
PF_NAME = schema.Name(zh="功率因数调整电费（力调电费）", en="Power-factor adjustment")
CAPACITY_LAW = {
    "divisor": "CN.two_part.proration_divisor",
    "suspension_min_days": "CN.two_part.suspension_min_days",
    "suspension_max_months": "CN.two_part.suspension_max_months",
}
DEMAND_LAW = {
    "strategy": "CN.two_part.demand_strategy",
    "floor_base": "CN.two_part.demand_floor_base",
    "divisor": "CN.two_part.proration_divisor",
    "floor_share": "CN.two_part.contract_demand_floor_share",
    "threshold": "CN.two_part.demand_over_threshold",
    "multiple": "CN.two_part.demand_over_multiple",
    "discount_from": "CN.two_part.discount_from_kwh_per_kva",
    "discount_factor": "CN.two_part.discount_factor",
}
POWER_FACTOR_LAW = {
    "min_kva": "CN.power_factor.min_kva",
    "high_kva": "CN.power_factor.high_kva",
    "irrigation_high_kva": "CN.power_factor.irrigation_high_kva",
    "standard_high": "CN.power_factor.standard.high",
    "standard_ordinary": "CN.power_factor.standard.ordinary",
    "standard_low": "CN.power_factor.standard.agriculture",
}
#: Every key of a national rule that a tariff may leave open.
LAW_KEYS = (*CAPACITY_LAW.values(), *DEMAND_LAW.values(), *POWER_FACTOR_LAW.values())
UNITS = {
    "price": "yuan/kW/month",
    "suspension_min_days": "day",
    "suspension_max_months": "month",
    "discount_from": "kWh/kVA",
}


def add(build: Builder, tariff: InlineTariff, known: Known) -> None:
    """Add every charge but energy, in the order in which they build upon each other."""
    _two_part(build, tariff, known)
    for item in tariff.demand_periods:
        _demand_periods(build, item)
    for charge in tariff.charges:
        if charge.in_pf_base:
            _other(build, charge)
    if tariff.power_factor is not None:
        _power_factor(build, tariff.power_factor, known)
    if tariff.energy is not None:
        energy.funds(build, tariff.energy)
    if tariff.free is not None:
        _free(build, tariff, tariff.free)
    for charge in tariff.charges:
        if not charge.in_pf_base:
            _other(build, charge)
    build.charge("ratio_share", {})
    _ends(build, tariff)


def _two_part(build: Builder, tariff: InlineTariff, known: Known) -> None:
    """Add capacity and demand; where a tariff has both, the contract's method chooses."""
    both = tariff.capacity is not None and tariff.demand is not None
    if tariff.capacity is not None:
        methods = ("two_capacity",) if both else ()
        _law_charge(build, "capacity", tariff.capacity, CAPACITY_LAW, known, methods)
    if tariff.demand is not None:
        methods = ("two_demand",) if both else ()
        _law_charge(build, "demand", tariff.demand, DEMAND_LAW, known, methods)


def _ends(build: Builder, tariff: InlineTariff) -> None:
    """Add what looks at all other lines: limits and tax."""
    for kind, limit in (("minimum", tariff.minimum), ("maximum", tariff.maximum)):
        if limit is not None:
            form = limit if isinstance(limit, LimitForm) else LimitForm(amount=limit)
            options = Options(of=form.of, per=form.per, groups=form.groups)
            values = {"amount": (form.amount, "yuan")}
            build.charge(kind, values, name=name_of(form.name), options=options)
    if tariff.tax is not None:
        tax = tariff.tax
        options = Options(groups=tax.groups, included=tax.included)
        build.charge(
            "tax", {"percent": (tax.percent, "%")}, name=name_of(tax.name), options=options
        )


def _law_charge(
    build: Builder,
    method: str,
    form: CapacityForm | DemandForm,
    law: dict[str, str],
    known: Known,
    methods: tuple[str, ...],
) -> None:
    """Add a charge of Chinese law: what the tariff leaves open is the law of the day."""
    values: dict[str, Any] = {}
    for role in type(form).model_fields:
        given = getattr(form, role)
        if given is not None:
            unit = "yuan/kVA/month" if method == "capacity" and role == "price" else ""
            values[role] = (given, unit or UNITS.get(role, "ratio"))
    uses = {role: key for role, key in law.items() if role not in values and known(key)}
    build.charge(method, values, uses=uses, billing_methods=methods)


def _demand_periods(build: Builder, form: DemandPeriodsForm) -> None:
    values: dict[str, Any] = {}
    for period, given in form.prices.items():
        tail = "" if period == "any" else f".{period}"
        if isinstance(given, tuple):
            for number, price in enumerate(given, start=1):
                values[f"price_{number}{tail}"] = (price, "yuan/kW")
        else:
            values[f"price{tail}"] = (given, "yuan/kW")
    for period, bounds in form.bounds.items():
        tail = "" if period == "any" else f".{period}"
        for number, bound in enumerate(bounds, start=1):
            values[f"bound_{number}{tail}"] = (bound, "kW")
    if form.ratchet_share is not None:
        values["ratchet_share"] = (form.ratchet_share, "ratio")
    if form.minimum_kw is not None:
        values["minimum_kw"] = (form.minimum_kw, "kW")
    build.charge(
        "demand_periods",
        values,
        code=form.code,
        name=name_of(form.name),
        options=Options(months=form.months or ()),
    )


def _power_factor(build: Builder, form: PowerFactorForm, known: Known) -> None:
    if form.percent is not None:
        build.charge(
            "percent",
            {"percent": (form.percent, "%", PF_NAME)},
            code="PF_ADJUSTMENT",
            name=PF_NAME,
            options=Options(of="pf_base", group="adjustment"),
        )
        return
    table = form.table or TABLE
    if form.bands:
        table = build.key("power_factor", "table")
        rows = tuple(
            schema.TableRow(
                standard=standard,
                upper=band.to,
                lower=band.from_,
                percent=band.percent,
                step=band.step,
            )
            for band in form.bands
            for standard in STANDARDS
        )
        dated = schema.DatedTable(rows=rows, **ENTRY)
        build.tables.append(schema.Table(key=table, name=PF_NAME, unit="%", values=(dated,)))
    law = {role: key for role, key in POWER_FACTOR_LAW.items() if known(key)}
    build.charge("power_factor", {}, uses={"table": table, **law})


def _other(build: Builder, form: ChargeForm) -> None:
    name = name_of(form.name)
    values: dict[str, Any] = {}
    group = form.group
    if form.per_unit is not None:
        method, values["price"] = "per_unit", (form.per_unit, "yuan/kWh", name)
    elif form.fixed is not None:
        method, values["price"] = "fixed", (form.fixed, "yuan", name)
        if form.zero_factor is not None:
            values["zero_factor"] = (form.zero_factor, "ratio")
    elif form.amount is not None:
        method, values["amount"] = "amount", (form.amount, "yuan", name)
    else:
        method, values["percent"] = "percent", (form.percent, "%", name)
    options = Options(
        of=form.of,
        groups=form.groups,
        per=form.per,
        prorate=form.prorate,
        group=group,
        in_pf_base=form.in_pf_base,
        months=form.months or (),
        rounding=form.rounding or "",
    )
    build.charge(method, values, code=form.code, name=name, options=options)


def _free(build: Builder, tariff: InlineTariff, form: FreeForm) -> None:
    price = form.price
    if price is None and tariff.energy is not None:
        price = tariff.energy.price
    if price is None and tariff.tiers and isinstance(tariff.tiers[0].prices, tuple):
        price = tariff.tiers[0].prices[0]
    build.charge(
        "free_energy",
        {
            "allowance": (form.kwh, "kWh"),
            "price": (Decimal(0) if price is None else price, "yuan/kWh"),
        },
        options=Options(per=form.per, only_low_income=form.only_low_income),
    )
