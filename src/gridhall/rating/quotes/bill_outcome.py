"""From a rated bill to the answer of a quote: its lines, and the numbers people ask for."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from gridhall.rating.charges.case import plain
from gridhall.rating.charges.generic.words import period_name
from gridhall.rating.quotes.registry import Figure, Outcome
from gridhall.rating.result import BilledQuantities, Line, Rated, Step, Text

GROUPS = {
    "energy": Text("电度电费", "Energy"),
    "capacity": Text("容量电费", "Capacity charge"),
    "demand": Text("需量电费", "Demand charge"),
    "adjustment": Text("功率因数调整电费", "Power-factor adjustment"),
    "funds": Text("政府性基金及附加", "Government funds"),
    "relief": Text("优惠", "Relief"),
    "residential_share": Text("居民分摊", "Residential share"),
    "other": Text("其他", "Other"),
}
STEP_FIGURES = {"POWER_FACTOR": "power_factor", "CONTRACT_DEMAND": "billed_demand_kw"}
FOURTH = Decimal("0.0001")


def outcome_of(rated: Rated, *, currency: str = "CNY") -> Outcome:
    """Return the bill as an outcome, with figures for quantities, groups and the mean price."""
    return Outcome(
        currency=currency,
        lines=tuple(in_currency(line, currency) for line in rated.lines),
        total=rated.total,
        figures={
            **_quantities(rated.quantities),
            **_steps(rated.quantities.steps),
            **_lines(rated.lines),
            **_groups(rated.lines),
            **_mean_price(rated),
        },
        steps=rated.quantities.steps,
        warnings=rated.warnings,
        books=rated.books,
    )


def in_currency(line: Line, currency: str) -> Line:
    """Return a line whose sentences name its own currency instead of yuan."""
    if currency == "CNY":
        return line
    numbers = Text(
        line.trace.numbers.zh.replace("元", currency),
        line.trace.numbers.en.replace("yuan", currency),
    )
    unit = line.unit.replace("yuan", currency)
    return replace(line, unit=unit, trace=replace(line.trace, numbers=numbers))


def _quantities(found: BilledQuantities) -> dict[str, Figure]:
    figures = {
        "read_kwh": Figure(
            value=plain(found.read_kwh), unit="kWh", name=Text("抄见电量", "Energy read")
        ),
        "billed_kwh": Figure(
            value=plain(found.billed_kwh), unit="kWh", name=Text("计费电量", "Energy billed")
        ),
    }
    for period in found.periods:
        if period.period != "total":
            name = period_name(period.period)
            figures[f"kwh_{period.period}"] = Figure(
                value=plain(period.kwh),
                unit="kWh",
                name=Text(f"{name.zh}电量", f"{name.en} energy"),
            )
    fed = sum((period.kwh for period in found.export_periods), Decimal(0))
    if found.export_periods:
        name = Text("上网电量", "Energy fed in")
        figures["export_kwh"] = Figure(value=plain(fed), unit="kWh", name=name)
    if found.reactive_kvarh is not None:
        name = Text("无功电量", "Reactive energy")
        figures["reactive_kvarh"] = Figure(
            value=plain(found.reactive_kvarh), unit="kvarh", name=name
        )
    if found.demand_kw is not None:
        name = Text("最大需量", "Maximum demand")
        figures["demand_kw"] = Figure(value=plain(found.demand_kw), unit="kW", name=name)
    return figures


def _steps(steps: tuple[Step, ...]) -> dict[str, Figure]:
    return {
        STEP_FIGURES[step.code]: Figure(value=step.value, unit=step.unit, name=step.description)
        for step in steps
        if step.code in STEP_FIGURES
    }


def _lines(lines: tuple[Line, ...]) -> dict[str, Figure]:
    """Return the per cent of the power factor, and the capacity or demand that is charged."""
    figures: dict[str, Figure] = {}
    percents = {line.unit_price for line in lines if line.code == "PF_ADJUSTMENT"}
    if len(percents) == 1:
        name = Text("力调比例", "Power-factor adjustment rate")
        figures["pf_percent"] = Figure(value=plain(percents.pop() * 100), unit="%", name=name)
    charged = [line for line in lines if line.code == "CAPACITY"]
    if len(charged) == 1:
        name = Text("计费容量", "Charged capacity")
        figures["billed_kva"] = Figure(value=charged[0].quantity, unit="kVA", name=name)
    return figures


def _groups(lines: tuple[Line, ...]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for group in dict.fromkeys(line.group for line in lines):
        amount = sum((line.amount for line in lines if line.group == group), Decimal(0))
        name = GROUPS.get(group, Text(group, group))
        figures[f"{group}_amount"] = Figure(value=amount, unit="yuan", name=name)
    return figures


def _mean_price(rated: Rated) -> dict[str, Figure]:
    kwh = rated.quantities.active_kwh
    if kwh <= 0:
        return {}
    price = (rated.total / kwh).quantize(FOURTH, rounding=ROUND_HALF_UP)
    name = Text("平均电价", "Mean price")
    return {"mean_price": Figure(value=price, unit="yuan/kWh", name=name)}
