"""Energy as a meter registered it, by period, and the money for what was wrong with it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ZERO, Sheet
from gridhall.rating.quotes.fields import Amount, CaseForm, Form, Name, Number, wrong
from gridhall.rating.result import Text
from gridhall.rating.wording import PERIOD_NAMES, num

TwoReads = Annotated[tuple[Number, ...], Field(min_length=2, max_length=2)]


class Metered(Form):
    """Energy, given as kWh or as two reads of a register."""

    kwh: Number | None = Field(default=None, description="Energy registered, kWh.")
    readings: TwoReads | None = Field(
        default=None, description="Earlier and later read; the later may be smaller (it ran back)."
    )
    multiplier: Number = Field(
        default=Decimal(1),
        description="CT × PT ratio of the reads; for a wrong multiplier, the one that was used.",
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.kwh is None) == (self.readings is None):
            raise wrong(
                "energy",
                "请在 kwh 与 readings 中填一项",
                "give either kwh or readings (earlier and later read)",
            )
        return self

    def energy(self) -> Decimal:
        """Return the registered energy in kWh; negative if the meter ran backwards."""
        if self.readings is None:
            return self.kwh or ZERO
        return (self.readings[1] - self.readings[0]) * self.multiplier


class MeteredPeriod(Metered):
    """The energy of one time-of-use period, or of one stretch of time, with its price."""

    name: Name = Field(description="sharp, peak, flat, valley, or any name of your own.")
    price: Amount | None = Field(default=None, description="yuan/kWh; by default price × factor.")
    price_factor: Amount = Field(default=Decimal(1), description="On the price of the case.")


class RegisteredCase(CaseForm):
    """What every correction of metering has: registered energy, prices, rounding."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    registered: Metered | None = Field(
        default=None,
        description="All energy registered while it was wrong; what the periods leave is flat.",
    )
    periods: tuple[MeteredPeriod, ...] = Field(
        default=(), max_length=500, description="The energy by period, each with its price."
    )
    price: Amount | None = Field(default=None, description="yuan/kWh; without it, energy only.")
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of the corrected energy.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line.")

    @model_validator(mode="after")
    def _some_energy(self) -> Self:
        if self.registered is None and not self.periods:
            raise wrong(
                "energy", "请填 registered 或 periods", "give the energy: registered or periods"
            )
        return self


def stretches_of(form: RegisteredCase) -> list[tuple[str, Decimal, Decimal | None]]:
    """Return (name, registered kWh, price) of every period; the rest of the total is flat."""
    base = form.price
    found = []
    for item in form.periods:
        price = item.price if item.price is not None else base and base * item.price_factor
        found.append((item.name, item.energy(), price))
    if form.registered is not None:
        rest = form.registered.energy() - sum((kwh for _, kwh, _ in found), ZERO)
        if rest or not found:
            found.append(("flat" if found else "total", rest, base))
    return found


def back_bill(
    sheet: Sheet, form: RegisteredCase, ratio: Decimal, *, code: str, formula: Text
) -> tuple[Decimal, Decimal]:
    """Bill registered energy × ratio by period; return the energy and the money.

    Positive: to be paid in addition; negative: to be given back. Adds a line for every period
    with a price, and the figures ``registered_kwh``, ``back_kwh`` and ``back_payment``.
    """
    stretches, kwh = stretches_of(form), ZERO
    for name, registered, price in stretches:
        back = form.kwh_rounding.apply(registered * ratio)
        kwh += back
        words = PERIOD_NAMES.get(name, Text(name, name))
        if len(stretches) > 1:
            label = Text(f"{words.zh}退补电量", f"energy to correct, {words.en}")
            sheet.figure(f"back_kwh_{slug(name)}", back, "kWh", label)
        if price is not None:
            title = Text(f"退补电费（{words.zh}）", f"Correction ({words.en})")
            suffix = "" if name == "total" else f"_{slug(name).upper()}"
            sheet.line(
                code + suffix, title, back, "kWh", price,
                rounding=form.money_rounding, formula=formula,
            )  # fmt: skip
    total = sum((item[1] for item in stretches), ZERO)
    sheet.figure("registered_kwh", total, "kWh", Text("抄见电量", "registered energy"))
    numbers = f"{num(total)} × {num(tidy(ratio))} = {num(tidy(kwh))}"
    words = Text("应退补电量（正为追补，负为退还）", "energy to correct (negative: given back)")
    sheet.figure("back_kwh", kwh, "kWh", words, formula=formula, numbers=numbers)
    if sheet.lines:
        words = Text("应退补电费（正为追补，负为退还）", "money to correct (negative: given back)")
        sheet.figure("back_payment", sheet.total(), "yuan", words)
    return kwh, sheet.total()


def slug(name: str) -> str:
    """Return a name fit for a code or figure: letters of any script, digits, underscores."""
    return re.sub(r"\W+", "_", name.lower()).strip("_") or "part"
