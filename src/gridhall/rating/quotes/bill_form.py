"""What may be written about a bill: the period, the price, the contract, the use."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from gridhall.kernel.periods import month_of
from gridhall.rating.quotes.fields import Amount, CaseForm, Day, Form, Name, Number, wrong
from gridhall.rating.quotes.inline.form import InlineTariff
from gridhall.rating.quotes.terms_form import (
    AgreementForm,
    EventForm,
    HouseholdForm,
    IncomingLineForm,
    TransformerForm,
)
from gridhall.rating.quotes.use_form import Fact, PointForm, UseForm

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


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
    if isinstance(value, str) and re.fullmatch(MONTH, value):
        month = month_of(date.fromisoformat(f"{value}-01"))
        return {"from": month.start, "to": month.end}
    return value


MonthText = Annotated[str, Field(pattern=MONTH, description="A calendar month, 2026-01.")]
Period = Annotated[
    PeriodForm, BeforeValidator(_month_too, json_schema_input_type=PeriodForm | MonthText)
]


class TariffForm(Form):
    """The price: a class of a published tariff book, or a tariff given here."""

    ref: Name | None = Field(
        default=None, description="Code of a price class (ZJ-RES-TIER), or a name of tariffs."
    )
    inline: InlineTariff | None = None
    values: dict[str, Number] = Field(
        default_factory=dict,
        description="With ref: values for keys of the tariff books that differ by city or month "
        "(`gridhall books list` names them), such as GD.residential.base.",
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.ref is None) == (self.inline is None):
            raise wrong("tariff", "ref、inline 写一个", "give one of ref and inline")
        if self.values and self.ref is None:
            raise wrong("tariff", "values 只与 ref 同用", "values go with ref only")
        return self


class SegmentForm(Form):
    """Other terms from a day inside the period on: class, contract, owner."""

    from_: Day = Field(alias="from")
    tariff: TariffForm | None = Field(default=None, description="By default the one before.")
    agreement: AgreementForm | None = Field(default=None, description="By default the one before.")
    household: HouseholdForm | None = Field(default=None, description="Of a new owner.")
    account_no: Name | None = Field(default=None, description="Of a new owner.")
    usage: UseForm | None = Field(
        default=None,
        description="What was used from this day on; the case's usage is then that before it.",
    )


class DayForm(Form):
    """What a time-of-use calendar may ask about a day."""

    day: Day
    kind: Literal["workday", "weekend", "holiday", "make_up"] | None = None
    holiday: str = Field(default="", max_length=40)
    holiday_days: int | None = Field(default=None, ge=1, le=30)
    max_temperature_c: Number | None = None


class PriceSeriesForm(Form):
    """Market prices per interval; with ``every_day`` one day's that repeat."""

    name: Name
    start: datetime
    minutes: Literal[15, 30, 60] = 60
    price: tuple[Number, ...] = Field(min_length=1, max_length=120_000)
    every_day: bool = False


class BillForm(CaseForm):
    """A bill for one account and one period."""

    account_no: Name = "QUOTE"
    period: Period
    tariff: TariffForm
    tariffs: dict[Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")], InlineTariff] = (
        Field(
            default_factory=dict,
            max_length=20,
            description="Further tariffs by name, for segments and points.",
        )
    )
    agreement: AgreementForm = AgreementForm()
    transformers: tuple[TransformerForm, ...] = Field(default=(), max_length=60)
    incoming_lines: tuple[IncomingLineForm, ...] = Field(default=(), max_length=12)
    events: tuple[EventForm, ...] = Field(
        default=(), max_length=60, description="Changes of the charged capacity."
    )
    household: HouseholdForm = HouseholdForm()
    usage: UseForm | None = None
    points: tuple[PointForm, ...] = Field(
        default=(), max_length=60, description="Instead of usage, where there are several."
    )
    segments: tuple[SegmentForm, ...] = Field(default=(), max_length=24)
    days: tuple[DayForm, ...] = Field(default=(), max_length=1200)
    market_prices: tuple[PriceSeriesForm, ...] = Field(default=(), max_length=12)
    facts: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=40)], Fact] = Field(
        default_factory=dict,
        max_length=60,
        description="Numbers that charges are made for, by name (of: fact:lamps).",
    )

    @model_validator(mode="after")
    def _own_prices_hang_behind(self) -> Self:
        for point in self.points:
            own = point.tariff not in (None, self.tariff.ref)
            if own and point.role in ("ordinary", "master"):
                raise wrong(
                    "points",
                    "points 中 {name} 另有电价 {tariff}：写 role sub、ratio 或 fixed 和 parent；"
                    "各自独立的计量点请分成两个算例",
                    "points: {name} has a price of its own, {tariff}: give it the role sub, ratio "
                    "or fixed and a parent; points that stand apart are cases of their own",
                    name=point.mp_no,
                    tariff=point.tariff,
                )
        return self

    @model_validator(mode="after")
    def _one_kind_of_use(self) -> Self:
        if self.usage is not None and self.points:
            raise wrong("use", "usage、points 只写一个", "give one of usage and points")
        names = [point.mp_no for point in self.points]
        for name in names:
            if names.count(name) > 1:
                raise wrong(
                    "points",
                    "points 中计量点 {name} 写了两次：每个计量点 mp_no 不同",
                    "points: {name} is given twice; every mp_no must differ",
                    name=name,
                )
        for segment in self.segments:
            if not self.period.from_ <= segment.from_ < self.period.to:
                raise wrong(
                    "segment",
                    "分段日 {day} 不在计费期内",
                    "the segment's day {day} lies outside the period",
                    day=segment.from_,
                )
        return self


__all__ = ["Amount", "BillForm", "PeriodForm", "TariffForm"]
