"""The shape of a tariff book: law as dated, cited data.

A value without source, with an unknown unit or a float is refused when the book is loaded. See
``tariffbooks/README.md`` for the form in words.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gridhall.kernel.errors import InvalidNumber
from gridhall.kernel.money import exact
from gridhall.rating.books.methods import CONVENTIONS, METHODS

Grade = Literal["A", "B", "C"]
Unit = Literal[
    "yuan/kWh",
    "yuan/kW/month",
    "yuan/kVA/month",
    "kWh/month",
    "kWh/kVA",
    "day",
    "%",
    "ratio",
    "register unit",
    "rule",
]


def _no_float(value: Any) -> Any:
    """Return the value; decimals are written as quoted text so that no binary float creeps in."""
    if isinstance(value, float | bool):
        raise ValueError(f"write {value} in quotes: a float is not exact")
    return exact(value) if isinstance(value, int) else value


def _number_or_rule(value: Any) -> Any:
    """Return a decimal for a number in quotes and the text itself for the name of a rule."""
    value = _no_float(value)
    try:
        return exact(value)
    except InvalidNumber:
        return value


Number = Annotated[Decimal, BeforeValidator(_no_float)]
Value = Annotated[Decimal | str, BeforeValidator(_number_or_rule)]


class Model(BaseModel):
    """Be strict and frozen: an unknown key in a book is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Name(Model):
    """Hold a name in both languages."""

    zh: str
    en: str


class Source(Model):
    """Name a public document. ``published_on`` may be null only with a note that says why."""

    title: str = Field(min_length=1)
    number: str | None = None
    href: str | None = None
    published_on: date | None
    note: str | None = None

    @model_validator(mode="after")
    def _explain_missing_date(self) -> Self:
        if self.published_on is None and not self.note:
            raise ValueError("published_on is null: say why in a note")
        return self


class Dated(Model):
    """Hold when something is in force, who says so, and how sure we are.

    ``grade``: A = text of the rule or the utility's notice seen; B = quoted by a good source;
    C = one weak page or an assumption. ``retroactive`` must be set if it was published later
    than it took effect; ``corrected`` tells what a misprint was corrected to and why.
    """

    effective_from: date
    effective_to: date | None = None
    source: str = Field(min_length=1)
    article: str | None = None
    grade: Grade
    verified: bool
    retroactive: bool = False
    corrected: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.effective_to is not None and self.effective_to <= self.effective_from:
            raise ValueError("effective_to must lie after effective_from (half-open)")
        return self


class DatedValue(Dated):
    """Hold one value: a quoted decimal, or the name of a rule if the unit is ``rule``."""

    value: Value


class Parameter(Model):
    """Hold one quantity of the law and its values over time."""

    key: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_.>=-]*$")
    name: Name
    unit: Unit
    values: tuple[DatedValue, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _numbers_unless_rule(self) -> Self:
        for item in self.values:
            number = _as_number(item.value)
            if (number is None) != (self.unit == "rule"):
                raise ValueError(f"{self.key}: {item.value!r} does not suit the unit {self.unit}")
        return self


class TableRow(Model):
    """Hold a run of table cells: ``percent`` at ``upper``, then ``step`` more per 0.01 down."""

    standard: Number
    upper: Number
    lower: Number
    percent: Number
    step: Number = Decimal(0)


class DatedTable(Dated):
    """Hold one version of a power-factor table."""

    rows: tuple[TableRow, ...] = Field(min_length=1)


class Table(Model):
    """Hold a power-factor table over time."""

    key: str
    name: Name
    unit: Unit
    values: tuple[DatedTable, ...] = Field(min_length=1)


class CalendarRow(Model):
    """Hold one stretch of the day: ``[start, end)`` local time, ``24:00`` allowed as end."""

    months: tuple[int, ...]
    period: Literal["sharp", "peak", "flat", "valley", "deep"]
    start: str = Field(pattern=r"^\d\d:\d\d$")
    end: str = Field(pattern=r"^\d\d:\d\d$")
    days: str = "all"
    priority: int = 0


class DatedCalendar(Dated):
    """Hold one version of a time-of-use calendar."""

    applies_to: str
    rows: tuple[CalendarRow, ...] = Field(min_length=1)


class Calendar(Model):
    """Hold a time-of-use calendar over time."""

    key: str
    name: Name
    values: tuple[DatedCalendar, ...] = Field(min_length=1)


class TimeOfUse(Model):
    """Say which periods are billed and which one takes what the others leave of the total."""

    periods: tuple[str, ...]
    residual: str
    calendar: str | None = None


class Charge(Model):
    """Hold one charge of a price class: a method and the keys of the values it works with."""

    method: str
    billing_methods: tuple[str, ...] = ()
    uses: dict[str, str] = {}

    @model_validator(mode="after")
    def _known_method(self) -> Self:
        spec = METHODS.get(self.method)
        if spec is None:
            raise ValueError(f"unknown method {self.method!r}")
        given = set(self.uses)
        if missing := spec.required - given:
            raise ValueError(f"{self.method} lacks {sorted(missing)}")
        if extra := given - spec.required - spec.optional:
            raise ValueError(f"{self.method} does not know {sorted(extra)}")
        return self


class DatedPlan(Dated):
    """Hold how a price class is charged; no charges = a known class without a price."""

    tou: TimeOfUse | None = None
    charges: tuple[Charge, ...] = ()


class PriceClass(Model):
    """Hold a price class and its plans over time."""

    code: str
    name: Name
    values: tuple[DatedPlan, ...] = Field(min_length=1)


class Book(Model):
    """Hold one tariff book. ``templates`` is only a place for YAML anchors."""

    book: str
    title: Name
    jurisdiction: str
    note: str | None = None
    sources: dict[str, Source]
    parameters: tuple[Parameter, ...] = ()
    tables: tuple[Table, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    conventions: dict[str, str] = {}
    price_classes: tuple[PriceClass, ...] = ()
    templates: dict[str, Any] = {}

    @model_validator(mode="after")
    def _sources_exist(self) -> Self:
        for where, item in self.dated():
            if item.source not in self.sources:
                raise ValueError(f"{where}: the source {item.source!r} is not listed")
            published = self.sources[item.source].published_on
            late = published is not None and published > item.effective_from
            if late and not item.retroactive:
                raise ValueError(f"{where}: published later than effective: mark it retroactive")
        if unknown := set(self.conventions) - CONVENTIONS:
            raise ValueError(f"unknown conventions {sorted(unknown)}")
        if self.price_classes and (missing := CONVENTIONS - set(self.conventions)):
            raise ValueError(f"price classes need the conventions {sorted(missing)}")
        return self

    def dated(self) -> list[tuple[str, Dated]]:
        """Return every dated entry with the key it belongs to."""
        found: list[tuple[str, Dated]] = []
        for group in (self.parameters, self.tables, self.calendars):
            for item in group:
                found += [(item.key, value) for value in item.values]
        for price_class in self.price_classes:
            found += [(price_class.code, value) for value in price_class.values]
        return found


def _as_number(value: Decimal | str) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
