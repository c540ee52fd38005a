"""Compensation for an outage the utility caused: possible energy × price × 4 (two-part 5)."""

from __future__ import annotations

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims.meter_error import needed
from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ZERO, Sheet, factor
from gridhall.rating.quotes.fields import Amount, CaseForm
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class OutageForm(CaseForm):
    """An outage for which the contract promises compensation."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    two_part: bool = Field(description="Whether the price has a capacity charge: ×5, else ×4.")
    hours: Amount = Field(description="Hours of the outage.")
    average_kw: Amount | None = Field(default=None, description="Normal energy an hour, kWh/h.")
    normal_kwh: Amount | None = Field(default=None, description="Instead: energy of normal use …")
    normal_hours: Amount | None = Field(default=None, gt=0, description="… in so many hours.")
    used_kwh: Amount = Field(default=ZERO, description="Still used in the outage, kWh.")
    price: Amount = Field(description="Average energy price of the class, yuan/kWh.")
    multiple: Amount | None = Field(default=None, description="By default as the law says.")
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")


def outage(form: OutageForm, library: Library) -> Outcome:
    """Return the compensation for an outage (art. 97 of the rules of 2024), in yuan."""
    sheet = Sheet(library, on=form.law_on, region=form.region)
    rate = form.average_kw
    if rate is None:
        hours = needed(form.normal_hours, "normal_hours")
        rate = needed(form.normal_kwh, "normal_kwh") / hours
    kwh = form.kwh_rounding.apply(rate * form.hours - form.used_kwh)
    numbers = f"{num(tidy(rate))} × {num(form.hours)} − {num(form.used_kwh)} = {num(tidy(kwh))}"
    formula = Text("正常每小时电量 × 小时 − 已用", "normal energy an hour × hours − used")
    words = Text("可能用电量", "possible energy")
    sheet.figure("possible_kwh", kwh, "kWh", words, formula=formula, numbers=numbers)
    name = "two_part" if form.two_part else "single"
    multiple = sheet.number(f"compensation.outage_{name}", form.multiple)
    title = Text("停电赔偿", "Compensation for the outage")
    sheet.line(
        "OUTAGE_COMPENSATION", title, kwh, "kWh", form.price,
        factors=[factor("倍数", "multiple", multiple.value)],
        rounding=form.money_rounding, reads=multiple.reads,
    )  # fmt: skip
    sheet.figure("compensation", sheet.total(), "yuan", title)
    return sheet.outcome()
