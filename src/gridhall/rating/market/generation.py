"""A customer's own generation: fed in, used, subsidised, and what it spares on the bill."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.books import Library
from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet
from gridhall.rating.quotes.fields import Amount, CaseForm, Form, Number, wrong
from gridhall.rating.quotes.registry import Outcome, Refused
from gridhall.rating.result import Text
from gridhall.rating.wording import PERIOD_NAMES, num


class SubsidyForm(Form):
    """A subsidy by the kWh."""

    name: str = Field(min_length=1, max_length=60, description="Who pays it.")
    price: Number = Field(description="yuan/kWh.")
    of: Literal["generation", "feed_in", "self_use"] = Field(
        default="generation", description="On which energy."
    )
    kwh_limit: Amount | None = Field(default=None, description="At most so much energy counts.")


class TierForm(Form):
    """A price tier of the bill that is spared."""

    up_to: Amount | None = Field(default=None, description="Upper bound, kWh; null: no bound.")
    price: Amount = Field(description="yuan/kWh.")


class PeriodEnergyForm(Form):
    """Energy of one period with its price."""

    name: str = Field(min_length=1, max_length=60, description="Name of the period.")
    kwh: Number = Field(description="Energy, kWh.")
    price: Number = Field(description="yuan/kWh.")


class AvoidedForm(Form):
    """What the energy would have cost that was not taken from the grid."""

    price: Amount | None = Field(default=None, description="One price, yuan/kWh.")
    tiers: tuple[TierForm, ...] = Field(
        default=(), max_length=20, description="Tiers of the price that is spared, from the lowest."
    )
    consumption_kwh: Amount | None = Field(
        default=None,
        description=(
            "All energy the home used: the dearest kWh are spared (bill with − bill without). "
            "Without it the tiers are counted from the lowest up."
        ),
    )
    periods: tuple[PeriodEnergyForm, ...] = Field(
        default=(), max_length=100, description="Own use by time-of-use period, with prices."
    )


class GenerationForm(CaseForm):
    """Energy generated in a month or year, and what it brings."""

    mode: Literal["surplus", "full", "self_use"] = Field(
        default="surplus",
        description="surplus: own use first, the rest fed in; full: all fed in; self_use: none.",
    )
    generation_kwh: Amount | None = Field(default=None, description="Energy generated, kWh.")
    capacity_kw: Amount | None = Field(default=None, description="Instead: kW × full-load hours.")
    full_load_hours: Amount | None = Field(
        default=None, description="Hours at full load, with capacity_kw."
    )
    feed_in_kwh: Amount | None = Field(default=None, description="Energy fed in, kWh.")
    self_use_kwh: Amount | None = Field(default=None, description="Energy used by oneself, kWh.")
    self_use_share: Amount | None = Field(default=None, le=1, description="Instead of kWh.")
    feed_in_price: Amount | None = Field(default=None, description="yuan/kWh.")
    feed_in_periods: tuple[PeriodEnergyForm, ...] = Field(
        default=(), max_length=3000, description="Feed-in by period, each with its price."
    )
    subsidies: tuple[SubsidyForm, ...] = Field(
        default=(), max_length=20, description="Subsidies by the kWh."
    )
    avoided: AvoidedForm | None = Field(default=None, description="Value of own use.")
    costs: Amount = Field(default=ZERO, description="Costs of the time (rent, upkeep), yuan.")
    investment: Amount | None = Field(default=None, description="For the years of pay-back.")
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")

    @model_validator(mode="after")
    def _generation_known(self) -> Self:
        size = self.capacity_kw is not None and self.full_load_hours is not None
        parts = self.feed_in_kwh is not None and self.self_use_kwh is not None
        if self.generation_kwh is None and not size and not parts:
            raise wrong(
                "generation",
                "请填 generation_kwh（或 capacity_kw 与 full_load_hours，或上网与自用电量）",
                "give generation_kwh, or capacity_kw with full_load_hours, or both parts of it",
            )
        return self


def generation(form: GenerationForm, library: Library) -> Outcome:
    """Return what own generation brings: subsidies, feed-in, spared purchases, in yuan."""
    sheet = Sheet(library, on=form.law_on)
    made, own, fed = _split(form)
    for name, value, zh, en in (
        ("generation_kwh", made, "发电量", "generated"),
        ("self_use_kwh", own, "自用电量", "used by oneself"),
        ("feed_in_kwh", fed, "上网电量", "fed in"),
    ):
        sheet.figure(name, value, "kWh", Text(zh, en))
    for number, item in enumerate(form.subsidies, start=1):
        base = {"generation": made, "feed_in": fed, "self_use": own}[item.of]
        base = base if item.kwh_limit is None else min(base, item.kwh_limit)
        title = Text(item.name, item.name)
        rounding = form.money_rounding
        amount = sheet.line("SUBSIDY", title, base, "kWh", item.price, rounding=rounding)
        sheet.figure(f"subsidy_{number}", amount, "yuan", title)
    _feed_in(form, sheet, fed)
    if form.avoided is not None:
        _avoided(form, form.avoided, sheet, own)
    if form.costs:
        sheet.line("COSTS", Text("费用", "Costs"), -form.costs, "yuan", ONE)
    total = sheet.total()
    sheet.figure("benefit", total, "yuan", Text("收益合计", "all together"))
    if form.investment is not None and total > 0:
        years = form.investment / total
        numbers = f"{num(form.investment)} ÷ {num(total)} = {num(tidy(years))}"
        words = Text("静态回收期（按此收益）", "times this benefit that pay the investment back")
        formula = Text("投资 ÷ 收益", "investment ÷ benefit")
        sheet.figure("payback", years, "year", words, formula=formula, numbers=numbers)
    return sheet.outcome()


def _split(form: GenerationForm) -> tuple[Decimal, Decimal, Decimal]:
    """Return (generated, used by oneself, fed in); raises a mistake if they do not fit."""
    made = form.generation_kwh
    if made is None and form.capacity_kw is not None and form.full_load_hours is not None:
        made = form.capacity_kw * form.full_load_hours
    if made is None:
        made = (form.feed_in_kwh or ZERO) + (form.self_use_kwh or ZERO)
    if form.mode == "full":
        return made, ZERO, made
    if form.mode == "self_use":
        return made, made, ZERO
    own = form.self_use_kwh
    if own is None and form.self_use_share is not None:
        own = form.kwh_rounding.apply(made * form.self_use_share)
    if own is None and form.feed_in_periods and form.feed_in_kwh is None:
        own = made - sum((item.kwh for item in form.feed_in_periods), ZERO)
    if own is None:
        own = made - (form.feed_in_kwh or ZERO)
    fed = form.feed_in_kwh if form.feed_in_kwh is not None else made - own
    if own > made or fed > made:
        raise Refused(
            "MORE_THAN_GENERATED",
            Text(
                f"自用 {num(own)}、上网 {num(fed)} 不能大于发电量 {num(made)} 千瓦时。",
                f"Own use {num(own)} and feed-in {num(fed)} cannot exceed {num(made)} kWh made.",
            ),
        )
    return made, own, fed


def _feed_in(form: GenerationForm, sheet: Sheet, fed: Decimal) -> None:
    rounding, before = form.money_rounding, sheet.total()
    for item in form.feed_in_periods:
        words = PERIOD_NAMES.get(item.name, Text(item.name, item.name))
        title = Text(f"上网电费（{words.zh}）", f"Feed-in ({words.en})")
        sheet.line("FEED_IN", title, item.kwh, "kWh", item.price, rounding=rounding)
    if form.feed_in_price is not None and not form.feed_in_periods:
        title = Text("上网电费", "Feed-in")
        sheet.line("FEED_IN", title, fed, "kWh", form.feed_in_price, rounding=rounding)
    words = Text("上网电费", "feed-in")
    sheet.figure("feed_in", sheet.total() - before, "yuan", words)


def _avoided(form: GenerationForm, spared: AvoidedForm, sheet: Sheet, own: Decimal) -> None:
    title, rounding = Text("自用节省电费", "Purchases spared"), form.money_rounding
    before = sheet.total()
    for item in spared.periods:
        words = PERIOD_NAMES.get(item.name, Text(item.name, item.name))
        label = Text(f"{title.zh}（{words.zh}）", f"{title.en} ({words.en})")
        sheet.line("AVOIDED", label, item.kwh, "kWh", item.price, rounding=rounding)
    if spared.price is not None:
        sheet.line("AVOIDED", title, own, "kWh", spared.price, rounding=rounding)
    if spared.tiers:
        used = spared.consumption_kwh
        if used is None:
            sheet.warn(
                "AVOIDED_FROM_LOWEST_TIER",
                "没有给出总用电量，自用电量从第一档起计价。",
                "The home's whole use is not given: own use is valued from the lowest tier up.",
            )
        low, high = (ZERO, own) if used is None else (max(ZERO, used - own), used)
        for number, (kwh, price) in enumerate(tier_parts(spared.tiers, low, high), start=1):
            if kwh:
                label = Text(f"{title.zh}（第{number}档）", f"{title.en} (tier {number})")
                sheet.line("AVOIDED", label, kwh, "kWh", price, rounding=rounding)
    sheet.figure("avoided", sheet.total() - before, "yuan", title)


def tier_parts(
    tiers: tuple[TierForm, ...], low: Decimal, high: Decimal
) -> list[tuple[Decimal, Decimal]]:
    """Return (kWh, price) of every tier for the energy between two amounts of use."""
    parts, bottom = [], ZERO
    for tier in tiers:
        top = tier.up_to if tier.up_to is not None else max(high, bottom)
        parts.append((max(ZERO, min(high, top) - max(low, bottom)), tier.price))
        bottom = top
    return parts
