"""Capacitors for a better power factor: Qc = P × (tan φ1 − tan φ2)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims import angles
from gridhall.rating.claims.meter_error import needed
from gridhall.rating.claims.rounding import EXACTLY, Rounding, tidy
from gridhall.rating.claims.sheet import Sheet
from gridhall.rating.quotes.fields import Amount, CaseForm
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class ReactiveForm(CaseForm):
    """A load, its power factor, and the one it should have."""

    kw: Amount | None = Field(default=None, description="Mean active power, kW.")
    kwh: Amount | None = Field(default=None, description="Instead: active energy …")
    hours: Amount | None = Field(default=None, gt=0, description="… in so many hours.")
    kvarh: Amount | None = Field(default=None, description="With kwh: reactive energy.")
    power_factor: Amount | None = Field(default=None, gt=0, le=1, description="The present one.")
    target: Amount = Field(gt=0, le=1, description="The one it should have.")
    kvar_rounding: Rounding = Field(default=EXACTLY, description="Of the capacitors.")


def reactive(form: ReactiveForm, library: Library) -> Outcome:
    """Return the capacitors (kvar) that lift the power factor, and the factor it has now."""
    sheet = Sheet(library, on=form.law_on)
    power = form.kw
    if power is None:
        power = needed(form.kwh, "kw (or kwh and hours)") / needed(form.hours, "hours")
    if form.power_factor is not None:
        now = angles.of_power_factor(form.power_factor)
    else:
        energy = needed(form.kwh, "power_factor (or kwh and kvarh)")
        now = angles.of_tangent(needed(form.kvarh, "kvarh") / energy)
    then = angles.of_power_factor(form.target)
    before, after = now.sine / now.cosine, then.sine / then.cosine
    kvar = form.kvar_rounding.apply(max(Decimal(0), power * (before - after)))
    numbers = f"{num(tidy(power))} × ({num(tidy(before))} − {num(tidy(after))}) = {num(tidy(kvar))}"
    formula = Text("P ×（tan φ1 − tan φ2）", "P × (tan φ1 − tan φ2)")
    words = Text("需补偿容量", "capacitors needed")
    sheet.figure("power_factor", now.cosine, "", Text("现功率因数", "present power factor"))
    sheet.figure("capacitor_kvar", kvar, "kvar", words, formula=formula, numbers=numbers)
    return sheet.outcome()
