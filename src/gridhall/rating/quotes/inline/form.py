"""What may be written as a tariff inside a quote; every rule with its parameters open."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from gridhall.rating.quotes.fields import Amount, Form, Name, Number, wrong
from gridhall.rating.quotes.inline.parts import (
    CapacityForm,
    ChargeForm,
    DemandForm,
    DemandPeriodsForm,
    HoursForm,
    LimitForm,
    PowerFactorForm,
    RoundingForm,
    TaxForm,
    TextForm,
    as_price,
)
from gridhall.rating.quotes.inline.tierform import TiersForm


class MultiplierForm(Form):
    """A multiplier and what it is relative to: flat, or another period."""

    times: Amount
    of: Name = "flat"


def _as_times(value: Any) -> Any:
    return value if isinstance(value, dict | MultiplierForm) else {"times": value}


Multiplier = Annotated[
    MultiplierForm, BeforeValidator(_as_times, json_schema_input_type=MultiplierForm | Number)
]


class ComponentForm(Form):
    """A part of the price: purchase, line loss, transmission, system operation, funds …"""

    name: TextForm | Name
    price: Number = Field(description="Per kWh.")
    floats: bool = Field(default=False, description="Multiplied by the time-of-use multipliers.")
    funds: bool = Field(
        default=False,
        description="Government funds: a line of their own, outside the power-factor base.",
    )


class EnergyForm(Form):
    """The price of energy: one price; a price per period; or flat with multipliers or adders."""

    price: Number | None = Field(
        default=None, description="Price per kWh; with multipliers or adders, that of flat."
    )
    prices: dict[str, Number] = Field(default_factory=dict, description="Price by period.")
    multipliers: dict[str, Multiplier] = Field(
        default_factory=dict,
        description="Multiplier by period: a number relative to flat, or {times, of}.",
    )
    adders: dict[str, Number] = Field(
        default_factory=dict, description="Added to the flat price by period; may be negative."
    )
    components: tuple[ComponentForm, ...] = Field(
        default=(), max_length=40, description="The flat price as a sum of parts."
    )
    funds_included: Amount | None = Field(
        default=None,
        description="Funds that the price contains: taken out of it and charged on their own line.",
    )
    in_pf_base: bool = True

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.price is not None, bool(self.prices), bool(self.components)]
        if sum(ways) != 1 and not (self.price is not None and self.prices):
            raise wrong(
                "energy",
                "价格写法三选一：price、prices 或 components",
                "give the price in one way: price, prices or components",
            )
        return self

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the periods of the day that the price tells apart."""
        named = [*self.prices, *self.multipliers, *self.adders]
        if (self.multipliers or self.adders) and "flat" not in named:
            named.append("flat")
        return tuple(dict.fromkeys(named))


EnergyPrice = Annotated[
    EnergyForm, BeforeValidator(as_price, json_schema_input_type=EnergyForm | Number)
]
CapacityPrice = Annotated[
    CapacityForm, BeforeValidator(as_price, json_schema_input_type=CapacityForm | Number)
]
DemandPrice = Annotated[
    DemandForm, BeforeValidator(as_price, json_schema_input_type=DemandForm | Number)
]


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else value


class FreeForm(Form):
    """Free energy, taken off at a price; it still counts in the tiers."""

    kwh: Amount
    per: Literal["bill", "month"] = "month"
    price: Number | None = Field(
        default=None, description="By default the price of energy, or of the first tier."
    )
    only_low_income: bool = False


class InlineTariff(Form):
    """A tariff as the caller gives it. Whatever it leaves out is not charged."""

    name: TextForm | Name | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    periods: tuple[Name, ...] = Field(
        default=(), max_length=12, description="Periods of the day, where prices do not name them."
    )
    residual: Name | None = Field(
        default=None, description="The period that takes what the others leave of the total."
    )
    hours: tuple[HoursForm, ...] = Field(
        default=(),
        max_length=400,
        description="When the periods are, for intervals; hours that no row names are flat.",
    )
    energy: EnergyPrice | None = None
    tiers: Annotated[
        tuple[TiersForm, ...],
        BeforeValidator(_as_list, json_schema_input_type=TiersForm | tuple[TiersForm, ...]),
    ] = Field(default=(), max_length=12)
    capacity: CapacityPrice | None = None
    demand: DemandPrice | None = None
    demand_periods: Annotated[
        tuple[DemandPeriodsForm, ...],
        BeforeValidator(
            _as_list, json_schema_input_type=DemandPeriodsForm | tuple[DemandPeriodsForm, ...]
        ),
    ] = Field(default=(), max_length=24)
    market: bool = Field(
        default=False,
        description="Energy at the case's market_prices, interval by interval, besides what else "
        "the tariff charges.",
    )
    power_factor: PowerFactorForm | None = None
    charges: tuple[ChargeForm, ...] = Field(default=(), max_length=60)
    free: FreeForm | None = None
    minimum: LimitForm | Amount | None = None
    maximum: LimitForm | Amount | None = None
    tax: TaxForm | None = None
    rounding: RoundingForm = RoundingForm()
    conventions: dict[str, str] = Field(
        default_factory=dict,
        description="How this utility counts where rules leave a choice, by name: "
        "register_sum_tolerance (kWh by which total and periods may differ; the residual period "
        "takes it), price_change_split, rollover_high, rollover_low.",
    )

    @model_validator(mode="after")
    def _residual_is_a_period(self) -> Self:
        if self.residual is not None and self.residual not in self.period_names:
            raise wrong(
                "residual",
                "residual 写的时段 {name} 没有价格，应为 {names} 之一",
                "residual: the tariff has no period {name}; it has {names}",
                name=self.residual,
                names=", ".join(self.period_names) or "-",
            )
        return self

    @property
    def period_names(self) -> tuple[str, ...]:
        """Return the periods of the day that anything in the tariff tells apart."""
        named = list(self.periods)
        if self.energy is not None:
            named += self.energy.periods
        for tiers in self.tiers:
            named += tiers.periods
        named += [row.period for row in self.hours]
        return tuple(dict.fromkeys(named))
