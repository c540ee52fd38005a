"""Retail packages: fixed, market average, profit sharing, linked, capped, floored, mixed."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.books import Library
from gridhall.rating.claims.registered import slug
from gridhall.rating.claims.rounding import tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet, factor, refused
from gridhall.rating.market import retail_form as forms
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import PERIOD_NAMES, num

NAMES = {
    "fixed": Text("固定价格", "fixed"),
    "average_plus_fee": Text("市场均价加服务费", "market average plus fee"),
    "profit_share": Text("比例分成", "profit sharing"),
    "linked": Text("市场联动", "linked to the market"),
    "spread": Text("价差", "price spread"),
}


def retail(form: forms.RetailForm, library: Library) -> Outcome:
    """Return what a month costs at a retail package; raises ``Refused`` for a missing price."""
    sheet = Sheet(library, on=form.law_on)
    total = sum((use.kwh for use in form.use), ZERO)
    sheet.figure("kwh", total, "kWh", Text("用电量", "energy"))
    for number, part in enumerate(form.package, start=1):
        _part(form, sheet, number, part)
    energy = sheet.total()
    limited = _limited(form, sheet, energy, total)
    if total:
        words = Text("套餐均价", "average price of the package")
        sheet.figure("average_price", limited / total, "yuan/kWh", words)
    sheet.figure("energy_charge", limited, "yuan", Text("零售电能量电费", "retail energy charge"))
    for adder in form.adders:
        title = Text(adder.name, adder.name)
        sheet.line("ADDER", title, total, "kWh", adder.price, rounding=form.money_rounding)
    if form.adders and total:
        words = Text("到户均价", "average price delivered")
        sheet.figure("delivered_price", sheet.total() / total, "yuan/kWh", words)
    return sheet.outcome()


def _part(form: forms.RetailForm, sheet: Sheet, number: int, part: forms.Part) -> None:
    many = len(form.use) > 24
    exact, kwh = ZERO, ZERO
    for use in form.use:
        price = form.price_rounding.apply(_price(part, use))
        exact += use.kwh * part.share * price
        kwh += use.kwh * part.share
        if not many:
            words = PERIOD_NAMES.get(use.name, Text(use.name, use.name))
            name = NAMES[part.type]
            title = Text(f"{name.zh}（{words.zh}）", f"{name.en} ({words.en})")
            share = [factor("比例", "share", part.share)] if part.share != 1 else []
            sheet.line(
                "RETAIL_ENERGY", title, use.kwh, "kWh", price,
                factors=share, rounding=form.money_rounding,
            )  # fmt: skip
            key = f"price_{number}_{slug(use.name)}"
            sheet.figure(key, price, "yuan/kWh", Text(f"电价（{words.zh}）", f"price ({words.en})"))
    if many:
        title = NAMES[part.type]
        rounding = form.money_rounding
        sheet.line("RETAIL_ENERGY", title, exact, "yuan", ONE, rounding=rounding)


def _price(part: forms.Part, use: forms.UseForm) -> Decimal:
    """Return the price of one part in one period, within its own cap and floor."""
    if isinstance(part, forms.FixedPart):
        price = _fixed(part, use)
    elif isinstance(part, forms.AveragePart):
        price = (part.average if part.average is not None else _market(use)) + part.fee
    elif isinstance(part, forms.ProfitPart):
        gain = part.average - part.own
        share = part.customer_share
        if gain < 0 and part.loss_share is not None:
            share = part.loss_share
        price = part.average - gain * share + part.fee
    elif isinstance(part, forms.LinkedPart):
        price = _market(use) * part.factor + part.fee
    else:
        price = part.reference - part.spread
    if part.cap is not None:
        price = min(price, part.cap)
    return price if part.floor is None else max(price, part.floor)


def _fixed(part: forms.FixedPart, use: forms.UseForm) -> Decimal:
    if use.name in part.prices:
        return part.prices[use.name]
    if part.base is not None and use.name in part.multipliers:
        return part.base * part.multipliers[use.name]
    price = part.price if part.price is not None else part.base
    if price is None:
        raise refused(
            "PRICE_MISSING",
            "固定价格没有时段 {name} 的电价。",
            "The fixed part has no price for the period {name}.",
            name=use.name,
        )
    return price


def _market(use: forms.UseForm) -> Decimal:
    if use.market_price is None:
        raise refused(
            "PRICE_MISSING",
            "时段 {name} 没有市场价格 market_price。",
            "The period {name} has no market_price.",
            name=use.name,
        )
    return use.market_price


def _limited(form: forms.RetailForm, sheet: Sheet, energy: Decimal, total: Decimal) -> Decimal:
    """Hold the average price of the whole package within cap and floor; a line shows it."""
    for code, bound, zh, en in (
        ("CAP", form.cap, "封顶调整", "Held to the cap"),
        ("FLOOR", form.floor, "保底调整", "Lifted to the floor"),
    ):
        if bound is None:
            continue
        limit = form.money_rounding.apply(bound * total)
        over = energy > limit if code == "CAP" else energy < limit
        if over:
            numbers = f"{num(bound)} × {num(tidy(total))} − {num(energy)}"
            formula = Text("限价 × 电量 − 套餐电费", "limit × energy − package charge")
            sheet.line(
                f"RETAIL_{code}", Text(zh, en), limit - energy, "yuan", ONE,
                formula=formula, numbers=numbers, rounding=form.money_rounding,
            )  # fmt: skip
            energy = limit
    return energy
