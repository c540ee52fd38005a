"""What may be written about theft of electricity."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.claims.late_form import Customer
from gridhall.rating.claims.registered import Metered
from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding
from gridhall.rating.claims.wiring_form import WiringForm
from gridhall.rating.quotes.fields import Amount, CaseForm, Day, Form, wrong

Use = Literal["power", "lighting"]


class RatedCurrentForm(Form):
    """The size of a meter, or of the fuse or wire, by its rated current."""

    volts: Amount = Field(description="Phase voltage (220) or line voltage (380).")
    amps: Amount = Field(description="Rated current, A.")
    phases: Literal[1, 3] = Field(default=1, description="Phases.")
    voltage: Literal["phase", "line"] = Field(
        default="phase", description="Three phases: 3 × U(phase) × I, or √3 × U(line) × I."
    )
    power_factor: Amount = Field(default=Decimal(1), le=1, description="Power factor.")
    multiplier: Amount = Field(default=Decimal(1), description="CT × PT ratio before the meter.")


class TheftItemForm(Form):
    """One stretch or device of theft: how much, how long."""

    id: str = Field(default="", max_length=60)
    kw: Amount | None = Field(default=None, description="Rating of the device, kW (or kVA).")
    count: Amount = Field(default=Decimal(1), description="How many such devices.")
    rated: RatedCurrentForm | None = Field(default=None, description="Instead: rated current.")
    kwh: Amount | None = Field(default=None, description="Instead: energy known otherwise.")
    wiring: WiringForm | None = Field(
        default=None, description="Instead: from what the meter still registered."
    )
    registered: Metered | None = Field(default=None, description="Needed with wiring.")
    use: Use | None = Field(
        default=None, description="For the hours a day; homes are lighting, others power."
    )
    hours_per_day: Amount | None = Field(default=None, le=24, description="Hours a day.")
    days: Amount | None = Field(default=None, description="If known; else from and to, else 180.")
    from_: Day | None = Field(default=None, alias="from", description="First day of theft.")
    to: Day | None = Field(default=None, description="Last day of theft, counted.")
    deduct_kwh: Amount = Field(
        default=Decimal(0), description="Energy of the same use that the meter did register."
    )
    price: Amount | None = Field(default=None, description="yuan/kWh; by default of the case.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        ways = (self.kw, self.rated, self.kwh, self.wiring)
        if sum(item is not None for item in ways) != 1:
            raise wrong(
                "theft",
                "请用一种方式给出窃电量：kw、rated、kwh 或 wiring",
                "give the energy in one way: kw, rated, kwh or wiring",
            )
        if (self.wiring is None) != (self.registered is None):
            raise wrong(
                "theft", "wiring 与 registered 要一起填", "wiring and registered belong together"
            )
        if self.from_ and self.to and self.to < self.from_:
            raise wrong("theft", "止日早于起日", "the last day lies before the first")
        return self


class FineForm(Form):
    """A fixed amount beside the multiple: for tampering with the metering device, for costs."""

    name: str = Field(default="", max_length=60, description="Name on the bill.")
    amount: Amount | None = Field(
        default=None, description="yuan each time; by default the law's for moved equipment."
    )
    count: Amount = Field(default=Decimal(1), description="How many.")


class TheftForm(CaseForm):
    """Energy, back payment and penalty of theft."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    customer: Customer | None = Field(default=None, description="residential or other.")
    items: tuple[TheftItemForm, ...] = Field(
        min_length=1, max_length=500, description="Devices or stretches of theft."
    )
    price: Amount | None = Field(default=None, description="yuan/kWh; without it, energy only.")
    deduct_kwh: Amount = Field(
        default=Decimal(0), description="Energy registered in the time, off the first item."
    )
    capacity_charge: Amount = Field(
        default=Decimal(0), description="Capacity charge to be paid back too, yuan; multiplied."
    )
    multiple: Amount | None = Field(
        default=None, description="Penalty ÷ back payment; by default as the law says."
    )
    fixed_penalties: tuple[FineForm, ...] = Field(
        default=(), max_length=50, description="Fixed amounts beside the multiple."
    )
    penalty_base: Literal["rounded", "exact"] = Field(
        default="rounded", description="Whether the penalty multiplies the rounded back payment."
    )
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")
