"""Green power (energy and environmental value apart) and green certificates (1 = 1 MWh)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet, factor
from gridhall.rating.quotes.fields import Amount, CaseForm, Form, Number
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class GreenStretch(Form):
    """One contract and one settlement interval (hour, month)."""

    id: str = Field(default="", max_length=60)
    contract: Amount | None = Field(default=None, description="Contract energy, kWh.")
    generated: Amount | None = Field(default=None, description="Energy the plant fed in, kWh.")
    used: Amount | None = Field(default=None, description="Energy the customer used, kWh.")
    settled: Amount | None = Field(default=None, description="Instead: settled energy, kWh.")
    energy_price: Number | None = Field(default=None, description="yuan/kWh.")
    green_value: Amount | None = Field(default=None, description="Environmental value, yuan/kWh.")


class GreenForm(CaseForm):
    """Settlement of green power: the least of contract, generation and use counts."""

    stretches: tuple[GreenStretch, ...] = Field(
        min_length=1, max_length=9000, description="Contracts and intervals."
    )
    energy_price: Number | None = Field(default=None, description="yuan/kWh, for all stretches.")
    green_value: Amount | None = Field(default=None, description="yuan/kWh, for all stretches.")
    shortfall_share: Amount = Field(
        default=ZERO,
        description="Compensation for missing contract energy, as a share of its green value.",
    )
    carried_kwh: Amount = Field(default=ZERO, description="Below one certificate, from before.")
    certificate_kwh: Amount = Field(default=Decimal(1000), gt=0, description="kWh a certificate.")
    certificate_price: Amount | None = Field(default=None, description="yuan each.")
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")


def green_power(form: GreenForm, library: Library) -> Outcome:
    """Return energy and environmental value of green power, and the certificates it makes."""
    sheet = Sheet(library, on=form.law_on)
    settled = energy = value = missing_user = missing_plant = ZERO
    for item in form.stretches:
        kwh = form.kwh_rounding.apply(_settled(item))
        settled += kwh
        price = item.energy_price if item.energy_price is not None else form.energy_price
        green = item.green_value if item.green_value is not None else form.green_value
        energy += kwh * (price or ZERO)
        value += kwh * (green or ZERO)
        if item.contract is not None and item.contract > kwh:
            lost = (item.contract - kwh) * (green or ZERO)
            if item.used is not None and item.used <= kwh:
                missing_user += lost
            else:
                missing_plant += lost
    sheet.figure("settled_kwh", settled, "kWh", Text("绿电结算电量", "green energy settled"))
    rounding = form.money_rounding
    prices = any(item.energy_price is not None for item in form.stretches)
    if prices or form.energy_price is not None:
        title = Text("绿电电能量电费", "Green power, energy")
        sheet.line("GREEN_ENERGY", title, energy, "yuan", ONE, rounding=rounding)
    title = Text("绿电环境价值", "Green power, environmental value")
    sheet.line("GREEN_VALUE", title, value, "yuan", ONE, rounding=rounding)
    if form.shortfall_share:
        share = [factor("补偿比例", "share", form.shortfall_share)]
        title = Text("少用绿电补偿", "Compensation: less used than agreed")
        sheet.line(
            "GREEN_SHORTFALL", title, missing_user, "yuan", ONE, factors=share, rounding=rounding
        )
        title = Text("少发绿电补偿（由发电方付）", "Compensation by the plant: less than agreed")
        sheet.line(
            "GREEN_SHORTFALL_PLANT", title, -missing_plant, "yuan", ONE,
            factors=share, rounding=rounding,
        )  # fmt: skip
    _certificates(form, sheet, settled)
    return sheet.outcome()


def _settled(item: GreenStretch) -> Decimal:
    if item.settled is not None:
        return item.settled
    return min(
        (x for x in (item.contract, item.generated, item.used) if x is not None), default=ZERO
    )


def _certificates(form: GreenForm, sheet: Sheet, settled: Decimal) -> None:
    whole = settled + form.carried_kwh
    count = whole // form.certificate_kwh
    left = whole - count * form.certificate_kwh
    numbers = f"({num(tidy(settled))} + {num(form.carried_kwh)}) ÷ {num(form.certificate_kwh)}"
    formula = Text("电量 ÷ 每张电量，取整数", "energy ÷ energy of one, whole ones")
    words = Text("绿证张数", "certificates")
    sheet.figure("certificates", count, "piece", words, formula=formula, numbers=numbers)
    sheet.figure("carried_kwh", left, "kWh", Text("结转电量", "energy carried over"))
    if form.certificate_price is not None:
        title, price = Text("绿证价款", "Certificates"), form.certificate_price
        sheet.line("CERTIFICATES", title, count, "piece", price, rounding=form.money_rounding)
