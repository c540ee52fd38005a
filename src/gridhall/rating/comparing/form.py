"""What may be asked: a year of use, the present price, and the prices to set beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from gridhall.rating.quotes.bill_form import MONTH, TariffForm
from gridhall.rating.quotes.fields import Amount, Day, Form, Name, wrong
from gridhall.rating.quotes.terms_form import AgreementForm, HouseholdForm, TransformerForm
from gridhall.rating.quotes.use_form import IntervalsForm

MOST_CANDIDATES = 20
Share = Annotated[Amount, Field(le=100)]


class MonthForm(Form):
    """The use of one calendar month: all of it, or by time-of-use period."""

    month: str = Field(pattern=MONTH, description="A calendar month, 2025-01.")
    kwh: Amount | None = Field(default=None, description="All energy of the month, kWh.")
    periods: dict[Name, Amount] = Field(
        default_factory=dict, max_length=12, description="Energy by period: sharp, peak, …"
    )
    kvarh: Amount | None = Field(default=None, description="Reactive energy, kvarh.")
    power_factor: Amount | None = Field(default=None, description="Instead of kvarh.")
    demand_kw: Amount | None = Field(default=None, description="Maximum demand, kW.")

    @model_validator(mode="after")
    def _some_energy(self) -> Self:
        if self.kwh is None and not self.periods:
            raise wrong("month", "要写 kwh 或 periods", "give kwh or periods")
        return self

    @property
    def energy(self) -> Decimal:
        """Return the energy of the month in kWh."""
        if self.kwh is not None:
            return self.kwh
        return sum(self.periods.values(), Decimal(0))


class YearForm(Form):
    """One number for a whole year; how it is spread over the months is an assumption."""

    year: int = Field(ge=1990, le=2199)
    kwh: Amount
    spread: Literal["days", "even"] = Field(
        description="Assumed: by the days of each month, or twelve equal parts."
    )


class ShiftForm(Form):
    """Load moved from one time to another: a share of the dear periods, or of given hours."""

    percent: Share = Field(default=Decimal(20), description="Share of what is used there, 0–100.")
    from_periods: tuple[Name, ...] = Field(default=("sharp", "peak"), max_length=6)
    to_period: Name = "valley"
    from_hours: tuple[int, int] | None = Field(
        default=None, description="With intervals: hours [18, 22) instead of periods."
    )
    to_hours: tuple[int, int] | None = None

    @model_validator(mode="after")
    def _both_hours(self) -> Self:
        if (self.from_hours is None) != (self.to_hours is None):
            raise wrong(
                "shift", "from_hours 与 to_hours 要同时写", "give from_hours and to_hours together"
            )
        for hours in (self.from_hours, self.to_hours):
            if hours is not None and not 0 <= hours[0] < hours[1] <= 24:
                raise wrong(
                    "shift",
                    "时段应为 0 到 24 之间、先小后大的整点",
                    "hours lie between 0 and 24, the earlier first",
                )
        return self


class CandidateForm(Form):
    """A price: a class of a tariff book or a tariff given here, with its own contract terms."""

    name: str = Field(default="", max_length=80, description="How the answer calls it.")
    tariff: TariffForm
    agreement: AgreementForm | None = Field(
        default=None, description="By default that of the question."
    )


def _code_too(value: Any) -> Any:
    """Return the candidate of a bare code: ``HB-2P-10KV`` or ``HB-2P-10KV/two_demand``."""
    if not isinstance(value, str):
        return value
    code, _, method = value.partition("/")
    found: dict[str, Any] = {"tariff": {"ref": code}}
    if method:
        found["agreement"] = {"billing_method": method}
    return found


Candidate = Annotated[
    CandidateForm, BeforeValidator(_code_too, json_schema_input_type=CandidateForm | Name)
]


class ComparisonForm(Form):
    """A whole question."""

    format: Literal["gridhall-comparison/1"] = "gridhall-comparison/1"
    present: Candidate = Field(description="The price today, which the others are set beside.")
    against: tuple[Candidate, ...] = Field(
        default=(),
        max_length=MOST_CANDIDATES,
        description="The others; left out, those which the books say the customer may choose.",
    )
    months: tuple[MonthForm, ...] = Field(default=(), max_length=36)
    year: YearForm | None = None
    intervals: IntervalsForm | None = None
    split: dict[Name, Share] = Field(
        default_factory=dict,
        max_length=12,
        description="Assumed parts of each month's energy by period, such as 60 and 40.",
    )
    prices_on: Day | None = Field(
        default=None,
        description="Assumed: every month at the prices and rules of this day.",
    )
    agreement: AgreementForm = AgreementForm()
    transformers: tuple[TransformerForm, ...] = Field(default=(), max_length=60)
    household: HouseholdForm = HouseholdForm()
    shift: ShiftForm = ShiftForm()

    @model_validator(mode="after")
    def _one_kind_of_use(self) -> Self:
        if sum((bool(self.months), self.year is not None, self.intervals is not None)) != 1:
            raise wrong(
                "use",
                "用电量只用一种写法：months、year 或 intervals",
                "give the use in one way: months, year or intervals",
            )
        named = [item.month for item in self.months]
        if len(set(named)) != len(named):
            raise wrong("months", "同一个月写了两次", "a month is given twice")
        if self.split and sum(self.split.values(), Decimal(0)) <= 0:
            raise wrong("split", "各时段比例之和应大于 0", "the parts must add up to more than 0")
        if self.shift.from_hours is not None and self.intervals is None:
            raise wrong("shift", "按小时移动要有 intervals", "moving hours needs interval data")
        return self
