"""What may be written about unpaid bills."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.claims.rounding import FEN, Rounding
from gridhall.rating.quotes.fields import Amount, CaseForm, Day, Form, wrong

Customer = Literal["residential", "other"]


class PaymentForm(Form):
    """A part of the debt that was paid earlier. It pays the debt, not the late charge."""

    day: Day = Field(description="Day of the payment.")
    amount: Amount = Field(description="yuan.")


class DaysForm(Form):
    """Overdue days already counted."""

    same_year: Amount = Field(default=Decimal(0), description="Days in the year of the debt.")
    cross_year: Amount = Field(default=Decimal(0), description="Days in later years.")


class StretchForm(Form):
    """A run of days with its own rate (and balance): anything the rules do not say."""

    days: Amount = Field(description="Number of days.")
    rate: Amount = Field(description="Rate a day: 0.002 is 2 ‰.")
    amount: Amount | None = Field(default=None, description="Balance; by default the debt.")


class DebtForm(Form):
    """One bill that was paid late."""

    id: str = Field(default="", max_length=60, description="Name of the bill in the answer.")
    amount: Amount = Field(description="The debt, yuan.")
    customer: Customer | None = Field(default=None, description="If not that of the case.")
    due: Day | None = Field(default=None, description="Last day of payment in time.")
    overdue_from: Day | None = Field(
        default=None, description="First day that counts; goes before due and first_day."
    )
    paid: Day | None = Field(default=None, description="Day on which all that was left was paid.")
    payments: tuple[PaymentForm, ...] = Field(
        default=(), max_length=400, description="Parts paid earlier."
    )
    debt_year: int | None = Field(
        default=None, ge=1949, le=2200, description="Year of the debt; by default that of due."
    )
    days: DaysForm | None = Field(default=None, description="Instead of dates: days counted.")
    stretches: tuple[StretchForm, ...] = Field(
        default=(),
        max_length=100,
        description="Instead of dates: runs of days with their own rates.",
    )
    rate: Amount | None = Field(default=None, description="One rate a day for all its days.")

    @model_validator(mode="after")
    def _payments_within_the_debt(self) -> Self:
        if sum((p.amount for p in self.payments), Decimal(0)) > self.amount:
            raise wrong("paid", "已交金额多于欠费", "more was paid than was owed")
        return self

    def left(self) -> Decimal:
        """Return what is left after the part payments."""
        return self.amount - sum((p.amount for p in self.payments), Decimal(0))


class RatesForm(Form):
    """Rates a day (0.001 is 1 ‰); by default those of the law."""

    residential: Amount | None = Field(default=None, description="Homes.")
    same_year: Amount | None = Field(default=None, description="Others, in the year of the debt.")
    cross_year: Amount | None = Field(default=None, description="Others, in later years.")


class LateChargeForm(CaseForm):
    """Late charge on one or several unpaid bills."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    customer: Customer | None = Field(
        default=None, description="residential: homes; other: everybody else."
    )
    debts: tuple[DebtForm, ...] = Field(
        min_length=1, max_length=1000, description="The unpaid bills."
    )
    paid: Day | None = Field(default=None, description="Day of payment of all debts.")
    as_of: Day | None = Field(default=None, description="Day up to which open debts are charged.")
    first_day: Literal["after_due", "due_day"] | None = Field(
        default=None, description="First day that counts; by default as the law says."
    )
    payment_day: Literal["counted", "not_counted"] | None = Field(
        default=None, description="Whether the day of payment counts; by default it does."
    )
    cross_year_rule: Literal["by_day", "whole_debt"] = Field(
        default="by_day",
        description=(
            "by_day: days before New Year at the rate of the same year, days after it at the "
            "higher one; whole_debt: all days of a debt paid in a later year at the higher one."
        ),
    )
    rates: RatesForm = Field(
        default=RatesForm(), description="Rates a day; by default those of the law."
    )
    minimum: Amount | None = Field(
        default=None, description="Smallest late charge of the case; by default as the law says."
    )
    round_at: Literal["part", "debt", "total"] | None = Field(
        default=None, description="What is rounded: each run of days, each debt, or the total."
    )
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")
