"""What may be written about a bill: the period, the price, the contract, the use."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from gridhall.kernel.periods import month_of
from gridhall.rating.quotes.fields import Amount, CaseForm, Day, Form, Name, Number, wrong

BillingMethodName = Literal["energy_only", "single", "two_capacity", "two_demand"]


class PeriodForm(Form):
    """The billing period, half-open: the day ``to`` belongs to the next period."""

    from_: Day = Field(alias="from", description="First day of the period.")
    to: Day = Field(description="First day after the period.")

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.to <= self.from_:
            raise wrong(
                "period",
                "止日 to 应晚于起日 from（to 当天不计入）",
                "the day “to” must lie after “from” (it is the first day that no longer counts)",
            )
        if (self.to - self.from_).days > 1100:
            raise wrong("period", "计费期最长三年", "a period has at most three years")
        return self


def _month_too(value: Any) -> Any:
    """Return the period of a month written as ``2026-01``."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        month = month_of(date.fromisoformat(f"{value}-01"))
        return {"from": month.start, "to": month.end}
    return value


Period = Annotated[
    PeriodForm,
    BeforeValidator(
        _month_too,
        json_schema_input_type=PeriodForm
        | Annotated[
            str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="A calendar month, 2026-01.")
        ],
    ),
]


class AgreementForm(Form):
    """The terms of the supply contract a bill depends on."""

    billing_method: BillingMethodName | None = Field(
        default=None,
        description="How capacity is charged; by default what the tariff has.",
    )
    tou: bool | None = Field(
        default=None, description="Billed by time of use; by default where the tariff has periods."
    )
    pf_standard: Number | None = Field(
        default=None, description="Power-factor standard: 0.90, 0.85 or 0.80; none, no check."
    )
    capacity_kva: Amount | None = Field(
        default=None, description="Contracted capacity on the first day, in kVA."
    )
    contract_demand_kw: Amount | None = Field(default=None, description="Declared demand, kW.")
    hv_motor_kw: Amount | None = Field(
        default=None, description="High-voltage motors fed directly, in kW; they count as capacity."
    )


class MonthUseForm(Form):
    """The energy of one earlier month of the same year."""

    month: Day = Field(description="Its first day.")
    kwh: Number


class HouseholdForm(Form):
    """What only homes have."""

    move_in_date: Day | None = None
    large_household_from: Day | None = Field(
        default=None, description="First day of the month from which the relief counts."
    )
    low_income: bool = False
    used_before: tuple[MonthUseForm, ...] = Field(
        default=(), max_length=12, description="Earlier months of this year, one entry a month."
    )


class UsageForm(Form):
    """The use in short: what was used, without readings."""

    kwh: Number | None = Field(default=None, description="All active energy, kWh.")
    periods: dict[str, Number] = Field(
        default_factory=dict, description="Energy by time-of-use period: sharp, peak, flat, …"
    )
    kvarh: Number | None = Field(default=None, description="Reactive energy, kvarh.")
    demand_kw: Amount | None = Field(default=None, description="Maximum demand, kW.")


class TariffForm(Form):
    """The price: a class of a published tariff book."""

    ref: Name = Field(description="Code of a price class, such as ZJ-RES-TIER.")


class BillForm(CaseForm):
    """A bill for one account and one period."""

    account_no: Name = "QUOTE"
    period: Period
    tariff: TariffForm
    agreement: AgreementForm = AgreementForm()
    household: HouseholdForm = HouseholdForm()
    usage: UsageForm
