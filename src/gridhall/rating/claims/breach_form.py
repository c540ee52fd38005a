"""What may be written about breaches of the rules of use (违约用电)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.claims.late_form import Customer
from gridhall.rating.claims.months import Divisor
from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding
from gridhall.rating.quotes.fields import Amount, CaseForm, Day, Form, wrong


class Span(Form):
    """From when to when; days already counted go before dates."""

    from_: Day | None = Field(default=None, alias="from", description="First day.")
    to: Day | None = Field(default=None, description="Last day (found out or removed).")
    first_day: Literal["counted", "not_counted"] = Field(
        default="counted", description="Whether the first day counts."
    )
    last_day: Literal["counted", "not_counted"] = Field(
        default="counted", description="Whether the last day counts."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            raise wrong("span", "止日早于起日", "the last day lies before the first")
        return self


class MispricedForm(Span):
    """Use that belonged to a dearer price."""

    id: str = Field(default="", max_length=60)
    kw: Amount | None = Field(default=None, description="Rating, kW; with hours and days.")
    count: Amount = Field(default=Decimal(1), description="How many.")
    hours_per_day: Amount | None = Field(default=None, le=24, description="Hours a day.")
    kwh: Amount | None = Field(default=None, description="Instead: energy, kWh.")
    kwh_per_month: Amount | None = Field(default=None, description="Instead: energy a month.")
    months: Amount | None = Field(default=None, description="If known; else from and to, else 3.")
    days: Amount | None = Field(default=None, description="If known; else from and to, else 90.")
    price_paid: Amount | None = Field(default=None, description="yuan/kWh; by default the case's.")
    price_due: Amount | None = Field(default=None, description="yuan/kWh of the dearer class.")

    @model_validator(mode="after")
    def _one_energy(self) -> Self:
        rated = self.kw is not None and self.hours_per_day is not None
        if (self.kwh is not None) + (self.kwh_per_month is not None) + rated != 1:
            raise wrong(
                "energy",
                "请用一种方式给出电量：kwh、kwh_per_month，或 kw 与 hours_per_day",
                "give the energy in one way: kwh, kwh_per_month, or kw with hours_per_day",
            )
        return self


class WrongPriceAct(Form):
    """高价低接, or an unauthorised change of class: the difference, and a multiple of it."""

    act: Literal["wrong_price"] = Field(description="Which act.")
    items: tuple[MispricedForm, ...] = Field(
        min_length=1, max_length=500, description="What was used at the lower price."
    )
    price_paid: Amount | None = Field(
        default=None, description="yuan/kWh paid, for items without their own."
    )
    price_due: Amount | None = Field(
        default=None, description="yuan/kWh due, for items without their own."
    )
    multiple: Amount | None = Field(
        default=None, description="Penalty ÷ difference; by default as the law says."
    )
    penalty_base: Literal["rounded", "exact"] = Field(
        default="exact", description="Whether the penalty multiplies the rounded difference."
    )


class _CapacityAct(Span):
    """Capacity used without right: at a two-part price its charge, else yuan a kW."""

    kva: Amount = Field(description="Extra or sealed capacity, kVA (or kW).")
    two_part: bool = Field(description="Whether the price has a capacity charge.")
    price: Amount | None = Field(default=None, description="yuan/kVA/month, at a two-part price.")
    months: Amount | None = Field(default=None, description="Whole months, if counted already.")
    days: Amount | None = Field(default=None, description="Further days, if counted already.")
    divisor: Divisor | None = Field(default=None, description="Of part months; by law by default.")
    multiple: Amount | None = Field(default=None, description="On the capacity charge.")
    per_kw: Amount | None = Field(default=None, description="yuan/kW, at a single-part price.")
    times: Amount = Field(default=Decimal(1), description="How often.")


class OverCapacityAct(_CapacityAct):
    """私增容量: more capacity than the contract has."""

    act: Literal["over_capacity"] = Field(description="Which act.")


class SealedAct(_CapacityAct):
    """擅自使用暂停或封存设备: use of suspended or sealed equipment."""

    act: Literal["sealed_equipment"] = Field(description="Which act.")


class MovedAct(Form):
    """私自迁移、更动: meter, load control or supply equipment moved or operated."""

    act: Literal["moved_equipment"] = Field(description="Which act.")
    customer: Customer = Field(description="Homes pay less.")
    times: Amount = Field(default=Decimal(1), description="How often.")
    amount: Amount | None = Field(default=None, description="yuan each time.")


class ForeignSupplyAct(Form):
    """擅自引入、供出电源: another supply taken in, passed on, or connected in parallel."""

    act: Literal["foreign_supply"] = Field(description="Which act.")
    kw: Amount = Field(description="Capacity taken in, passed on or connected, kW (or kVA).")
    per_kw: Amount | None = Field(default=None, description="yuan/kW.")


class OverQuotaAct(Form):
    """超计划分配指标 (until 2024): power and energy above the planned quota."""

    act: Literal["over_quota"] = Field(description="Which act.")
    kw: Amount = Field(default=Decimal(0), description="Power above the quota, kW.")
    times: Amount = Field(default=Decimal(1), description="How often.")
    kwh: Amount = Field(default=Decimal(0), description="Energy above the quota, kWh.")
    price: Amount = Field(default=Decimal(0), description="yuan/kWh.")
    per_kw: Amount | None = Field(
        default=None, description="yuan/kW each time; by default as the law says."
    )
    multiple: Amount | None = Field(
        default=None, description="Penalty ÷ price of the energy; by default as the law says."
    )


Act = Annotated[
    WrongPriceAct | OverCapacityAct | SealedAct | MovedAct | ForeignSupplyAct | OverQuotaAct,
    Field(discriminator="act"),
]


class BreachForm(CaseForm):
    """Back payment and penalty for one or several breaches."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    acts: tuple[Act, ...] = Field(
        min_length=1, max_length=50, description="What was done; each act has its own facts."
    )
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")
