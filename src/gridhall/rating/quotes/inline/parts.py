"""Parts of an inline tariff beside energy: capacity, demand, power factor, other charges."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.quotes.fields import Amount, Form, Name, Number, wrong

Months = Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(min_length=1)]
RoundingName = Annotated[
    str,
    Field(
        pattern=r"^(none|(half_up|half_even|down|up):(1|0\.0{0,7}1))$",
        description="none, or way:step: half_up:0.01, half_even:0.1, down:1, up:0.01",
    ),
]
Group = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=40)]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-4]):(00|15|30|45)$")]


Strategy = Literal[
    "double_above_threshold",
    "contract_and_double_above_threshold",
    "contract_and_double_excess",
    "greater_of_actual_and_contract",
    "actual_with_floor",
    "actual",
]


def as_price(value: Any) -> Any:
    """Return a bare number as the form that has it as its price."""
    return {"price": value} if isinstance(value, str | int) else value


class TextForm(Form):
    """A name in Chinese and English."""

    zh: Name
    en: Name


class HoursForm(Form):
    """A stretch of the day, ``[from, to)``; it may wrap over midnight."""

    period: Name
    from_: Hour = Field(alias="from")
    to: Hour
    months: Months = tuple(range(1, 13))
    days: Literal["all", "workday", "weekend", "holiday", "rest"] = Field(
        default="all", description="rest = weekends and holidays"
    )
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(
        default=(), description="1 = Monday"
    )
    holidays: tuple[Name, ...] = ()
    temperature_from_c: Number | None = None
    priority: int = Field(default=0, ge=0, le=99, description="The higher one wins an overlap.")


class CapacityForm(Form):
    """The capacity charge, per kVA and month."""

    price: Amount
    divisor: Literal["calendar_days", "thirty_days"] | None = Field(
        default=None, description="Of a part month; by default the law of the day."
    )
    suspension_min_days: Amount | None = Field(
        default=None, description="Shortest suspension that reduces; by default the law's."
    )
    suspension_max_months: Amount | None = None
    part_rule: Name | None = None


class DemandForm(Form):
    """The demand charge, per kW and month, by contract or actual demand."""

    price: Amount
    strategy: Strategy | None = Field(
        default=None, description="How contract and measured demand make the billed one."
    )
    floor_share: Amount | None = Field(
        default=None, description="Least share of transformers and high-voltage motors: 0.4."
    )
    floor_base: Literal["contracted", "less_suspended"] | None = None
    threshold: Amount | None = Field(default=None, description="1.05: free of excess up to there.")
    multiple: Amount | None = Field(default=None, description="2: the excess counts double.")
    discount_from: Amount | None = Field(default=None, description="kWh per kVA: 260.")
    discount_factor: Amount | None = Field(default=None, description="0.9")
    divisor: Literal["calendar_days", "thirty_days"] | None = None


class DemandPeriodsForm(Form):
    """Demand by period of the day (``any`` = of any time), in steps, by season, with a ratchet."""

    name: TextForm | Name | None = None
    code: Code | None = None
    prices: dict[str, Amount | tuple[Amount, ...]] = Field(
        description="Per kW by period, or a list by step; the period any is that of any time."
    )
    bounds: dict[str, tuple[Amount, ...]] = Field(
        default_factory=dict, description="Upper bounds of the steps in kW, by period."
    )
    months: Months | None = None
    ratchet_share: Amount | None = Field(
        default=None, description="Least share of the highest demand of earlier months."
    )
    minimum_kw: Amount | None = None


class BandForm(Form):
    """Power factors ``from`` … ``to`` (both included, two decimals) and their adjustment."""

    from_: Amount = Field(alias="from")
    to: Amount
    percent: Number
    step: Number = Field(
        default=0, validate_default=True, description="Added for each 0.01 below “to”."
    )


class PowerFactorForm(Form):
    """The power-factor adjustment: a table by reference, bands, or a given per cent."""

    table: Name | None = Field(
        default=None, description="CN.power_factor.adjustment, the table of 1983; the default."
    )
    bands: tuple[BandForm, ...] = Field(default=(), max_length=110)
    percent: Number | None = Field(default=None, description="As given; no power factor needed.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum((self.table is not None, bool(self.bands), self.percent is not None)) > 1:
            raise wrong(
                "power_factor",
                "table、bands、percent 只写一个",
                "give one of table, bands and percent",
            )
        return self


class ChargeForm(Form):
    """Any other charge: exactly one of per_unit, fixed, amount and percent."""

    name: TextForm | Name
    code: Code | None = None
    per_unit: Number | None = Field(default=None, description="Price per unit of the quantity.")
    fixed: Number | None = Field(default=None, description="Per bill, month or day.")
    amount: Number | None = Field(default=None, description="An amount as it stands.")
    percent: Number | None = Field(default=None, description="Per cent of the groups named.")
    of: str = Field(
        default="",
        max_length=60,
        description="The quantity: billed (default), read, active, reactive, demand, capacity, "
        "export, a period, or fact:name.",
    )
    groups: tuple[Group, ...] = Field(default=(), description="Of a per cent; none = all so far.")
    per: Literal["bill", "month", "day"] = "bill"
    prorate: Literal["none", "calendar_days", "thirty_days"] = "none"
    zero_factor: Amount | None = Field(
        default=None, description="What remains of a fixed charge without any use: 0.5."
    )
    group: Group = ""
    in_pf_base: bool = False
    months: Months | None = None
    rounding: RoundingName | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.per_unit, self.fixed, self.amount, self.percent)
        if sum(way is not None for way in ways) != 1:
            raise wrong(
                "charge",
                "per_unit、fixed、amount、percent 只写一个，且必须写一个",
                "give exactly one of per_unit, fixed, amount and percent",
            )
        return self


class LimitForm(Form):
    """A least or greatest amount of the lines of some groups (all, if none are named)."""

    amount: Amount
    of: str = Field(default="", max_length=60, description="Multiplies it: capacity, fact:name.")
    per: Literal["bill", "month"] = "bill"
    groups: tuple[Group, ...] = ()
    name: TextForm | Name | None = None


class TaxForm(Form):
    """A tax on the lines: on top of them, or contained in them (then only shown)."""

    percent: Amount
    included: bool = False
    groups: tuple[Group, ...] = ()
    name: TextForm | Name | None = None


class RoundingForm(Form):
    """How numbers are rounded, by name; the total's rounding is a line of its own."""

    line: RoundingName = "half_up:0.01"
    price: RoundingName | None = None
    quantity: RoundingName | None = Field(default=None, description="Of the energy billed.")
    losses: RoundingName | None = Field(
        default=None, description="Of losses and shares, kWh; half_up:1 by default."
    )
    total: RoundingName | None = None
