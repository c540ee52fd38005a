"""Capacity or demand: which way of paying is cheaper over the months, and where they meet."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims.rounding import FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet
from gridhall.rating.quotes.fields import Amount, CaseForm
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class BreakEvenForm(CaseForm):
    """Transformers, prices, and the maximum demand month by month."""

    capacity_kva: Amount = Field(gt=0, description="Transformers in use, kVA.")
    capacity_price: Amount = Field(gt=0, description="yuan/kVA/month.")
    demand_price: Amount = Field(gt=0, description="yuan/kW/month.")
    demand_kw: tuple[Amount, ...] = Field(
        default=(), max_length=36, description="Maximum demand of each month, kW."
    )
    contract_kw: tuple[Amount, ...] = Field(
        default=(), max_length=36, description="Declared demand: one for all months, or each."
    )
    kwh: tuple[Amount, ...] = Field(
        default=(), max_length=36, description="Energy of each month, for the price reduction."
    )
    hv_motor_kw: Amount = Field(
        default=ZERO, description="High-voltage motors, kW; they count in the floor."
    )
    floor_share: Amount | None = Field(default=None, description="Smallest contract ÷ capacity.")
    threshold: Amount | None = Field(default=None, description="Excess begins above (1.05).")
    multiple: Amount | None = Field(default=None, description="Of the price, above it (2).")
    discount_from: Amount | None = Field(default=None, description="kWh/kVA (260).")
    discount_factor: Amount | None = Field(default=None, description="On the demand price (0.9).")
    actual_demand: bool = Field(
        default=False, description="Demand as measured, without contract and floor."
    )
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")


def break_even(form: BreakEvenForm, library: Library) -> Outcome:
    """Return both costs for the months given, which is cheaper, and the demand where they meet."""
    sheet = Sheet(library, on=form.law_on)
    meet = form.capacity_kva * form.capacity_price / form.demand_price
    formula = Text("容量 × 容量电价 ÷ 需量电价", "capacity × its price ÷ demand price")
    prices = f"{num(form.capacity_price)} ÷ {num(form.demand_price)}"
    numbers = f"{num(form.capacity_kva)} × {prices} = {num(tidy(meet))}"
    words = Text("盈亏平衡需量", "demand where both cost the same")
    sheet.figure("break_even_kw", meet, "kW", words, formula=formula, numbers=numbers)
    share = form.capacity_price / form.demand_price
    words = Text("盈亏平衡负荷比例", "the same as a share of the capacity")
    sheet.figure("break_even_share", share, "ratio", words)
    if form.demand_kw:
        _compare(form, sheet)
    return sheet.outcome()


def _compare(form: BreakEvenForm, sheet: Sheet) -> None:
    months = len(form.demand_kw)
    by_capacity = form.money_rounding.apply(form.capacity_kva * form.capacity_price) * months
    by_demand = ZERO
    for number in range(months):
        cost = _demand_cost(form, sheet, number)
        words = Text(f"第{number + 1}月按需量", f"month {number + 1} by demand")
        sheet.figure(f"demand_cost_{number + 1}", cost, "yuan", words)
        by_demand += cost
    sheet.figure("capacity_cost", by_capacity, "yuan", Text("按容量合计", "by capacity"))
    sheet.figure("demand_cost", by_demand, "yuan", Text("按需量合计", "by demand"))
    words = Text("相差", "difference")
    sheet.figure("saving", abs(by_capacity - by_demand), "yuan", words)
    best = "equal" if by_capacity == by_demand else "demand"
    best = "capacity" if by_capacity < by_demand else best
    sheet.figure("cheaper", best, "", Text("较省的计费方式", "the cheaper way"))


def _demand_cost(form: BreakEvenForm, sheet: Sheet, number: int) -> Decimal:
    """Return the demand charge of one month by the rules of the contract demand."""
    demand = form.demand_kw[number]
    contract = demand
    over = ZERO
    if not form.actual_demand:
        floor = sheet.number("two_part.contract_demand_floor_share", form.floor_share).value
        least = floor * (form.capacity_kva + form.hv_motor_kw)
        declared = form.contract_kw or (ZERO,)
        contract = max(least, declared[min(number, len(declared) - 1)])
        threshold = sheet.number("two_part.demand_over_threshold", form.threshold).value
        if form.contract_kw and demand > contract * threshold:
            over = demand - contract * threshold
            contract = contract * threshold
        elif not form.contract_kw:
            contract = max(least, demand)
    price = form.demand_price
    if len(form.kwh) > number:
        need = sheet.number("two_part.discount_from_kwh_per_kva", form.discount_from).value
        if form.kwh[number] / form.capacity_kva >= need:
            price *= sheet.number("two_part.discount_factor", form.discount_factor).value
    twice = ONE
    if over:
        twice = sheet.number("two_part.demand_over_multiple", form.multiple).value
    return form.money_rounding.apply(contract * price) + form.money_rounding.apply(
        over * price * twice
    )
