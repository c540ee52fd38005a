"""What was used, in short or as the meters said it: quantities, readings, intervals, losses."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from gridhall.rating.quotes.fields import Amount, Day, Form, Name, Number, wrong

Pair = Annotated[tuple[Number, Number], Field(description="Opening and closing read.")]
RegisterName = Literal[
    "total", "sharp", "peak", "flat", "valley", "deep", "reactive", "demand",
    "export_total", "export_sharp", "export_peak", "export_flat", "export_valley", "export_deep",
    "export_reactive",
]  # fmt: skip


class IntervalsForm(Form):
    """Energy per interval, multiplier applied, without a gap: ``kwh[i]`` from start + i."""

    start: datetime = Field(description="Begin of the first interval, local: 2026-01-01T00:00.")
    minutes: Literal[15, 30, 60] = 15
    kwh: tuple[Number, ...] = Field(default=(), max_length=120_000)
    kw: tuple[Number, ...] = Field(
        default=(), max_length=120_000, description="Mean power instead of energy."
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if bool(self.kwh) == bool(self.kw):
            raise wrong("intervals", "kwh、kw 写一个", "give one of kwh and kw")
        return self

    @property
    def energy(self) -> tuple[Decimal, ...]:
        """Return the energy of each interval in kWh."""
        return self.kwh or tuple(value * self.minutes / 60 for value in self.kw)


class MeterForm(Form):
    """One meter as it was used; an exchange gives two of them."""

    asset_no: Name = "M1"
    multiplier: Amount = Field(default=1, validate_default=True, description="CT × PT.")
    digits: int = Field(default=6, ge=1, le=18, description="A register rolls over at 10^digits.")
    readings: dict[RegisterName, Pair | Number] = Field(
        description="Register → [opening, closing]; demand → the maximum alone."
    )
    between: dict[Day, dict[RegisterName, Number]] = Field(
        default_factory=dict, description="Reads of a day inside the period, where terms change."
    )
    estimated: bool = Field(default=False, description="The closing read was reckoned.")
    opening_estimated: bool = Field(
        default=False,
        description="The opening read was reckoned: a true read below it is a true-up.",
    )
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class LossForm(Form):
    """The loss of a transformer in front of the meter: agreed kWh, simple, nameplate or table."""

    month_kwh: Amount | None = Field(default=None, description="Agreed loss of a whole month.")
    month_kvarh: Amount = Field(default=0, validate_default=True)
    p0_kw: Amount | None = None
    q0_kvar: Amount = Field(default=0, validate_default=True)
    load_active_pct: Amount = Field(default=0, validate_default=True)
    load_reactive_pct: Amount = Field(default=0, validate_default=True)
    kva: Amount | None = Field(default=None, description="With pk_kw: the quadratic formula.")
    pk_kw: Amount | None = None
    i0_pct: Amount = Field(default=0, validate_default=True)
    uk_pct: Amount = Field(default=0, validate_default=True)
    shape: Amount = Field(default=1, validate_default=True, description="K of the load's shape.")
    hours: Amount | None = None
    rows: tuple[LossRowForm, ...] = Field(default=(), description="A table by monthly energy.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.month_kwh is None and self.p0_kw is None and not self.rows:
            raise wrong(
                "loss",
                "变损要写 month_kwh（定额）、p0_kw（公式）或 rows（查表）",
                "a loss needs month_kwh (agreed), p0_kw (formula) or rows (table)",
            )
        if (self.kva is None) != (self.pk_kw is None):
            raise wrong("loss", "kva 与 pk_kw 要同时写", "give kva and pk_kw together")
        return self


class LossRowForm(Form):
    """One row of a loss table: the loss of a month that uses up to so much."""

    up_to_kwh: Amount | None = None
    loss_kwh: Amount
    loss_kvarh: Amount = Field(default=0, validate_default=True)


class CorrectionForm(Form):
    """Energy to add to what the meters said; negative takes away."""

    kind: Literal["meter_error", "wiring", "multiplier", "true_up", "other"] = "other"
    kwh: Number
    period: Name = "total"
    numbers: str = Field(default="", max_length=200, description="The arithmetic, for the trace.")
    reference: str = Field(default="", max_length=60)


class UseForm(Form):
    """What was used: in short, or by meters, or by intervals."""

    kwh: Number | None = Field(default=None, description="All active energy, kWh.")
    periods: dict[Name, Number] = Field(
        default_factory=dict, description="Energy by time-of-use period: sharp, peak, flat, …"
    )
    shares: dict[Name, Amount] = Field(
        default_factory=dict, description="With kwh: the periods' parts of it, such as 3 : 1."
    )
    kvarh: Number | None = Field(default=None, description="Reactive energy, kvarh.")
    power_factor: Amount | None = Field(
        default=None, description="Instead of kvarh, where the factor itself is given."
    )
    demand_kw: Amount | None = Field(default=None, description="Maximum demand, kW.")
    demand_by_period: dict[Name, Amount] = Field(
        default_factory=dict, description="Maximum demand by period, kW."
    )
    export_kwh: Amount | None = Field(default=None, description="Energy fed in, kWh.")
    export_periods: dict[Name, Amount] = Field(default_factory=dict)
    readings: dict[RegisterName, Pair | Number] = Field(
        default_factory=dict, description="Of one meter: register → [opening, closing]."
    )
    multiplier: Amount = Field(default=1, validate_default=True, description="CT × PT.")
    digits: int = Field(default=6, ge=1, le=18)
    between: dict[Day, dict[RegisterName, Number]] = Field(default_factory=dict)
    opening_estimated: bool = Field(
        default=False, description="With readings: the opening one was reckoned."
    )
    meters: tuple[MeterForm, ...] = Field(default=(), max_length=20)
    intervals: IntervalsForm | None = None
    export_intervals: IntervalsForm | None = None
    loss: LossForm | None = None
    line_loss_pct: Amount | None = Field(default=None, description="Added to the metered energy.")
    corrections: tuple[CorrectionForm, ...] = Field(default=(), max_length=50)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        short = self.kwh is not None or bool(self.periods)
        ways = (short, bool(self.readings), bool(self.meters), self.intervals is not None)
        if sum(ways) > 1:
            raise wrong(
                "use",
                "用电量只用一种写法：kwh/periods、readings、meters 或 intervals",
                "give the use in one way: kwh/periods, readings, meters or intervals",
            )
        if self.shares and (self.kwh is None or self.periods):
            raise wrong(
                "use",
                "shares 要与 kwh 一起写，且不写 periods",
                "shares need kwh, and no periods",
            )
        return self

    @property
    def stated(self) -> bool:
        """Tell whether any use is given at all."""
        short = self.kwh is not None or bool(self.periods)
        return short or bool(self.readings or self.meters) or self.intervals is not None


class PointForm(UseForm):
    """One metering point, where there are several: sub-meters, shares, incoming lines."""

    mp_no: Name
    role: Literal["ordinary", "master", "sub", "ratio", "fixed"] = "ordinary"
    parent: Name | None = Field(default=None, description="Number of the point it hangs behind.")
    account_no: Name | None = Field(default=None, description="Whose it is, if not this account's.")
    tariff: Name | None = Field(
        default=None, description="Price class of this point: a code, or a name of tariffs."
    )
    ratio_pct: Amount | None = None
    fixed_kwh: Number | None = Field(default=None, description="Fixed quantity of a month.")
    incoming_line: Name | None = None


def _number_too(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": value}


class FactForm(Form):
    """A number that a charge of the tariff is made for."""

    value: Number
    unit: str = Field(default="", max_length=20)


Fact = Annotated[FactForm, BeforeValidator(_number_too, json_schema_input_type=FactForm | Number)]
