"""What was agreed: contract, transformers, changes of capacity, and what only homes have."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from gridhall.rating.quotes.fields import Amount, Day, Form, Name, Number, wrong
from gridhall.rating.quotes.inline.parts import Strategy

BillingMethodName = Literal["energy_only", "single", "two_capacity", "two_demand"]


class AgreementForm(Form):
    """The terms of the supply contract a bill depends on."""

    billing_method: BillingMethodName | None = Field(
        default=None, description="How capacity is charged; by default what the tariff has."
    )
    tou: bool | None = Field(
        default=None, description="Billed by time of use; by default where the tariff has periods."
    )
    pf_standard: Amount | None = Field(
        default=None,
        description="Power-factor standard: 0.90, 0.85 or 0.80. A tariff with power_factor needs "
        "it or pf_use; where nothing is checked, leave power_factor out of the tariff.",
    )
    pf_use: (
        Literal["industry_hv", "other_industry", "irrigation", "agriculture", "resale"] | None
    ) = Field(default=None, description="The standard is then derived from use and capacity.")
    capacity_kva: Amount | None = Field(
        default=None, description="Contracted capacity before the events of the period, kVA."
    )
    contract_demand_kw: Amount | None = Field(default=None, description="Declared demand, kW.")
    hv_motor_kw: Amount | None = Field(
        default=None, description="High-voltage motors fed directly, in kW; they count as capacity."
    )
    demand_strategy: Strategy | None = Field(
        default=None, description="How contract and measured demand make the billed one."
    )
    demand_floor_base: Literal["contracted", "less_suspended"] | None = None
    large_industry: bool | None = None
    sub_region: Name | None = None


class TransformerForm(Form):
    """One transformer or high-voltage motor and how it stood."""

    kva: Amount
    state: Literal["running", "hot_standby", "cold_standby", "cold_sealed", "suspended"] = Field(
        default="running", description="Only sealed and suspended ones are free of charge."
    )
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = Field(default=None, description="First day on which it no longer stands so.")
    equipment: Literal["transformer", "hv_motor", "compensator"] = "transformer"
    interlock: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=60)


class IncomingLineForm(Form):
    """One incoming line with its own demand; the lines' charges are added."""

    line: Name
    contract_demand_kw: Amount | None = None
    capacity_kva: Amount | None = None
    hv_motor_kw: Amount | None = None


class EventForm(Form):
    """One change of the charged capacity; ``kva`` is what is suspended, added, given up …"""

    kind: Literal[
        "suspension", "increase", "reduction", "temporary_reduction", "restore", "swap", "new",
        "close",
    ]  # fmt: skip
    kva: Amount | None = Field(default=None, description="How much; a swap has from_kva, to_kva.")
    from_kva: Amount | None = None
    to_kva: Amount | None = None
    from_: Day = Field(alias="from", description="First day of the change.")
    to: Day | None = Field(
        default=None, description="First day on which it no longer holds (restored)."
    )

    @model_validator(mode="after")
    def _amount_given(self) -> Self:
        if self.kind == "swap":
            if self.from_kva is None or self.to_kva is None:
                raise wrong("event", "暂换要写 from_kva 和 to_kva", "a swap needs from_kva, to_kva")
        elif self.kind != "close" and self.kva is None:
            raise wrong("event", "要写容量 kva", "the event needs kva")
        if self.to is not None and self.to <= self.from_:
            raise wrong("event", "to 应晚于 from", "“to” must lie after “from”")
        return self

    @property
    def change(self) -> Decimal:
        """Return the signed change in kVA."""
        if self.from_kva is not None and self.to_kva is not None:
            return self.to_kva - self.from_kva
        kva = self.kva or Decimal(0)
        return -kva if self.kind in ("suspension", "reduction", "temporary_reduction") else kva


class MonthUseForm(Form):
    """The energy of one earlier month of the same year."""

    month: Day = Field(description="Its first day.")
    kwh: Number


def _listed(value: Any) -> Any:
    """Return a bare number as one entry in January: the sum of the year so far."""
    if isinstance(value, str | int):
        return ({"month": date(1950, 1, 1), "kwh": value},)
    return value


class HouseholdForm(Form):
    """What only homes have."""

    move_in_date: Day | None = None
    move_out_date: Day | None = None
    large_household_from: Day | None = Field(
        default=None, description="First day of the month from which the relief counts."
    )
    large_household_to: Day | None = None
    persons: int | None = Field(default=None, ge=1, le=200)
    shared_price: bool = Field(default=False, description="Chose the shared price (合表价).")
    low_income: bool = False
    used_before: Annotated[
        tuple[MonthUseForm, ...],
        BeforeValidator(_listed, json_schema_input_type=tuple[MonthUseForm, ...] | Number),
    ] = Field(
        default=(),
        max_length=24,
        description="Earlier months of this year, one entry a month; or one number for them all.",
    )
