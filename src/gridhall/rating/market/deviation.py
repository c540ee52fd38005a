"""Deviation: bands around a contract, ratio discipline, declarations, execution."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims.rounding import FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet, refused
from gridhall.rating.quotes.fields import Amount, CaseForm, Form, Number
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num

Unit = Literal["kWh", "MWh"]


class BandStep(Form):
    """What the part of a deviation beyond a threshold costs, up to the next threshold."""

    beyond_pct: Amount = Field(description="Threshold, per cent of the contract energy.")
    price: Number | None = Field(default=None, description="Assessment by unit of energy.")
    multiple: Number | None = Field(default=None, description="Instead: × the reference price.")


class BandMethod(Form):
    """Monthly deviation: settled at deviation prices, assessed beyond a free band."""

    method: Literal["band"] = Field(description="Which formula.")
    contract: Amount = Field(description="Contract energy.")
    actual: Amount = Field(description="Energy used (or generated).")
    contract_price: Number | None = Field(default=None, description="yuan by unit of energy.")
    over_price: Number | None = Field(default=None, description="For energy above the contract.")
    under_price: Number | None = Field(default=None, description="For energy below; default over.")
    reference_price: Number | None = Field(
        default=None, description="What multiples refer to; by default the contract price."
    )
    over: tuple[BandStep, ...] = Field(default=(), max_length=20, description="Assessed above.")
    under: tuple[BandStep, ...] = Field(default=(), max_length=20, description="Assessed below.")


class RatioInterval(Form):
    """One interval: contract and actual energy, contract price and reference price."""

    contract: Amount = Field(description="Contract energy.")
    actual: Amount = Field(description="Energy really used.")
    contract_price: Number = Field(description="Price of the contract.")
    market_price: Number = Field(description="Day-ahead (reference) price.")


class RatioMethod(Form):
    """Recovery of gains from too little or too much contract energy (K3, K7; h3, h7)."""

    method: Literal["contract_ratio"] = Field(description="Which formula.")
    intervals: tuple[RatioInterval, ...] = Field(
        min_length=1, max_length=9000, description="The intervals, in order."
    )
    least_ratio: Amount | None = Field(default=None, description="K3: contract ÷ actual, least.")
    least_factor: Amount = Field(default=ONE, description="h3: multiple of the recovery.")
    most_ratio: Amount | None = Field(default=None, description="K7: contract ÷ actual, most.")
    most_factor: Amount = Field(default=ONE, description="h7: multiple of the recovery.")


class DeclarationInterval(Form):
    """One interval: declared (day-ahead) and real energy with both prices."""

    day_ahead: Amount = Field(description="Energy declared (cleared) the day before.")
    real_time: Amount = Field(description="Energy really used.")
    day_ahead_price: Number = Field(description="Day-ahead price.")
    real_time_price: Number = Field(description="Real-time price.")


class DeclarationMethod(Form):
    """Recovery of gains from declarations beyond the allowed deviation λ."""

    method: Literal["declaration"] = Field(description="Which formula.")
    intervals: tuple[DeclarationInterval, ...] = Field(
        min_length=1, max_length=9000, description="The intervals, in order."
    )
    allowed: Amount = Field(description="λ, 0.1 for 10 per cent, when declared more than used.")
    allowed_under: Amount | None = Field(default=None, description="When less; default the same.")
    factor: Amount = Field(default=ONE, description="Multiple of the recovery.")


class ExecutionInterval(Form):
    """One interval: declared and actual energy (or power), with a price."""

    declared: Amount = Field(description="Declared.")
    actual: Amount = Field(description="Actual.")
    price: Number | None = Field(default=None, description="P of this interval.")


class ExecutionMethod(Form):
    """Execution: max(|actual − declared| − max(declared × r1, M), 0) × price × r2."""

    method: Literal["execution"] = Field(description="Which formula.")
    intervals: tuple[ExecutionInterval, ...] = Field(
        min_length=1, max_length=9000, description="The intervals, in order."
    )
    allowed_ratio: Amount = Field(description="r1.")
    allowed_least: Amount = Field(default=ZERO, description="M.")
    price: Number | None = Field(default=None, description="P, for intervals without their own.")
    factor: Amount = Field(default=ONE, description="r2.")


Method = Annotated[
    BandMethod | RatioMethod | DeclarationMethod | ExecutionMethod, Field(discriminator="method")
]


class DeviationForm(CaseForm):
    """One deviation or recovery formula with its coefficients."""

    rule: Method = Field(description="The formula with its coefficients and energies.")
    unit: Unit = Field(default="MWh", description="Unit of all energies; prices are by this unit.")
    round_at: Literal["interval", "total"] = Field(
        default="total", description="Whether every interval is rounded, or the sum."
    )
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")


def deviation(form: DeviationForm, library: Library) -> Outcome:
    """Return what deviations cost; coefficients are published by notice and given by the case."""
    sheet = Sheet(library, on=form.law_on)
    rule = form.rule
    if isinstance(rule, BandMethod):
        _band(form, sheet, rule)
    elif isinstance(rule, RatioMethod):
        _intervals(form, sheet, [_ratio(rule, item) for item in rule.intervals])
    elif isinstance(rule, DeclarationMethod):
        _intervals(form, sheet, [_declared(rule, item) for item in rule.intervals])
    else:
        _intervals(form, sheet, [_executed(rule, item) for item in rule.intervals])
    return sheet.outcome()


def _band(form: DeviationForm, sheet: Sheet, rule: BandMethod) -> None:
    difference, rounding = rule.actual - rule.contract, form.money_rounding
    sheet.figure("deviation", difference, form.unit, Text("偏差电量", "deviation"))
    if rule.contract:
        pct = difference / rule.contract * 100
        sheet.figure("deviation_pct", pct, "%", Text("偏差率", "deviation rate"))
    if rule.contract_price is not None:
        price = rule.over_price
        if difference < 0 and rule.under_price is not None:
            price = rule.under_price
        base = rule.contract if price is not None else rule.actual
        title = Text("合同电量电费", "Contract energy")
        sheet.line(
            "CONTRACT_ENERGY", title, base, form.unit, rule.contract_price, rounding=rounding
        )
        if price is not None:
            title = Text("偏差电量电费", "Deviation energy")
            sheet.line("DEVIATION_ENERGY", title, difference, form.unit, price, rounding=rounding)
    before = sheet.total()
    steps = sorted(rule.over if difference > 0 else rule.under, key=lambda s: s.beyond_pct)
    size = abs(difference)
    reference = rule.reference_price
    if reference is None:
        reference = rule.contract_price
    for number, step in enumerate(steps):
        low = rule.contract * step.beyond_pct / 100
        high = size
        if number + 1 < len(steps):
            high = min(size, rule.contract * steps[number + 1].beyond_pct / 100)
        beyond = max(ZERO, high - low)
        price = step.price
        if price is None and step.multiple is not None and reference is not None:
            price = step.multiple * reference
        if price is None:
            raise refused(
                "PRICE_MISSING",
                "考核档没有价格：请填 price，或 multiple 与 reference_price。",
                "A step has no price: state price, or multiple with reference_price.",
            )
        key, pct_text = f"assessed_{number + 1}", num(step.beyond_pct)
        words = Text(f"超出 {pct_text}% 的考核电量", f"assessed beyond {pct_text} %")
        sheet.figure(key, beyond, form.unit, words)
        title = Text(f"偏差考核（超出 {pct_text}%）", f"Assessment beyond {pct_text} %")
        sheet.line("DEVIATION_ASSESSMENT", title, beyond, form.unit, price, rounding=rounding)
    words = Text("偏差考核费用", "assessment")
    sheet.figure("assessment", sheet.total() - before, "yuan", words)


def _ratio(rule: RatioMethod, item: RatioInterval) -> tuple[Decimal, Decimal]:
    """Return (energy, price) of the recovery of one interval: one of them is zero if none."""
    gap = item.contract_price - item.market_price
    if rule.least_ratio is not None and gap > 0:
        short = rule.least_ratio * item.actual - item.contract
        if short > 0:
            return short, gap * rule.least_factor
    if rule.most_ratio is not None and gap < 0:
        more = item.contract - rule.most_ratio * item.actual
        if more > 0:
            return more, -gap * rule.most_factor
    return ZERO, ZERO


def _declared(rule: DeclarationMethod, item: DeclarationInterval) -> tuple[Decimal, Decimal]:
    """Return (energy, price) of the gain of one interval beyond the allowed deviation."""
    gap = item.real_time_price - item.day_ahead_price
    under = rule.allowed if rule.allowed_under is None else rule.allowed_under
    more = item.day_ahead - item.real_time * (1 + rule.allowed)
    less = item.real_time * (1 - under) - item.day_ahead
    if more > 0 and gap > 0:
        return more, gap * rule.factor
    if less > 0 and gap < 0:
        return less, -gap * rule.factor
    return ZERO, ZERO


def _executed(rule: ExecutionMethod, item: ExecutionInterval) -> tuple[Decimal, Decimal]:
    free = max(item.declared * rule.allowed_ratio, rule.allowed_least)
    beyond = max(abs(item.actual - item.declared) - free, ZERO)
    price = item.price if item.price is not None else rule.price
    if price is None:
        raise refused("PRICE_MISSING", "缺少价格 price。", "The price is missing.")
    return beyond, price * rule.factor


def _intervals(form: DeviationForm, sheet: Sheet, found: list[tuple[Decimal, Decimal]]) -> None:
    """Add the sums of all intervals, one line; up to 48 intervals are shown one by one."""
    money = energy = ZERO
    for number, (quantity, price) in enumerate(found, start=1):
        amount = quantity * price
        amount = form.money_rounding.apply(amount) if form.round_at == "interval" else amount
        money += amount
        energy += quantity
        if len(found) <= 48:
            numbers = f"{num(tidy(quantity))} × {num(tidy(price))}"
            formula = Text("电量 × 价差 × 系数", "energy × price difference × factor")
            words = Text(f"第{number}时段", f"interval {number}")
            key = f"interval_{number}"
            sheet.figure(key, amount, "yuan", words, formula=formula, numbers=numbers)
    sheet.figure("assessed", energy, form.unit, Text("考核电量", "energy assessed"))
    title = Text("回收（考核）费用", "Recovered or assessed")
    sheet.line("RECOVERY", title, money, "yuan", ONE, rounding=form.money_rounding)
    sheet.figure("recovery", sheet.total(), "yuan", title)
