"""What may be written about the losses of a transformer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding
from gridhall.rating.claims.sheet import ONE
from gridhall.rating.quotes.fields import Amount, CaseForm


class TransformerLossForm(CaseForm):
    """The losses of one transformer (or several equal ones)."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    method: Literal["formula", "energy", "simple", "table"] = Field(
        default="formula",
        description=(
            "formula: P0 + β²·Pk by load factor; energy: P0·T + K·Pk·(Wp² + Wq²) ÷ (Sn²·T); "
            "simple: P0·T + kWh × per cent; table: energy of a month × days ÷ 30."
        ),
    )
    count: Amount = Field(default=ONE, description="Equal transformers sharing the load evenly.")
    kva: Amount | None = Field(default=None, gt=0, description="Rated capacity Sn, kVA.")
    no_load_kw: Amount | None = Field(default=None, description="P0, kW.")
    load_loss_kw: Amount | None = Field(default=None, description="Pk, kW.")
    no_load_current_pct: Amount | None = Field(default=None, description="I0, per cent.")
    impedance_pct: Amount | None = Field(default=None, description="Uk, per cent.")
    load_factor: Amount | None = Field(
        default=None, description="β = load ÷ capacity; else from kwh, power_factor and hours."
    )
    load_kva: Amount | None = Field(default=None, description="Instead: load, kVA.")
    power_factor: Amount | None = Field(
        default=None, gt=0, le=1, description="Power factor of the load."
    )
    kwh: Amount | None = Field(default=None, description="Active energy Wp on the metered side.")
    kvarh: Amount | None = Field(default=None, description="Reactive energy Wq.")
    hours: Amount | None = Field(
        default=None, gt=0, description="Hours of operation; by default 24 × days, or 720."
    )
    days: Amount | None = Field(default=None, description="Days of operation.")
    loss_hours: Amount | None = Field(
        default=None, description="Formula: hours τ of the load loss, if not all hours."
    )
    shape_factor: Amount | None = Field(
        default=None, description="K on the load loss (shape of the load); else by shifts, else 1."
    )
    shifts: Literal[1, 2, 3] | None = Field(default=None, description="Shifts a day, for K.")
    reactive_equivalent: Amount | None = Field(
        default=None, description="kW per kvar of reactive loss (0.1), for the combined loss."
    )
    copper_pct: Amount | None = Field(default=None, description="Simple method; by default 2.")
    table_kwh: Amount | None = Field(default=None, description="Loss of a month in the table.")
    table_kvarh: Amount | None = Field(
        default=None, description="Reactive loss of a month in the table."
    )
    divisor: Amount | None = Field(default=None, gt=0, description="Days of a table's month.")
    price: Amount | None = Field(default=None, description="yuan/kWh, to price the loss.")
    part_rounding: Rounding = Field(
        default=EXACTLY, description="Of active and reactive power before they are combined."
    )
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")
