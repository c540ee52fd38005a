"""The shape of a tariff book: law as dated, cited data.

A value without source, with an unknown unit or a float is refused when the book is loaded. See
``tariffbooks/README.md`` for the form in words.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.books.base_schema import (
    Dated,
    Grade,
    Model,
    Name,
    Number,
    Source,
    Value,
)
from gridhall.rating.books.calendar_schema import Calendar, CalendarRow, DatedCalendar
from gridhall.rating.books.charge_schema import Charge
from gridhall.rating.books.holiday_schema import DatedHolidays, Holidays
from gridhall.rating.books.methods import CONVENTIONS, OPTIONAL_CONVENTIONS
from gridhall.rating.books.structure_schema import DatedStructure, PublishedCells, Structure

__all__ = [
    "Book",
    "Calendar",
    "CalendarRow",
    "Charge",
    "Dated",
    "DatedCalendar",
    "DatedHolidays",
    "DatedPlan",
    "DatedStructure",
    "DatedTable",
    "DatedValue",
    "Grade",
    "Holidays",
    "Model",
    "Name",
    "Number",
    "Parameter",
    "PriceClass",
    "PublishedCells",
    "Source",
    "Structure",
    "Table",
    "TableRow",
    "TimeOfUse",
    "Unit",
    "Value",
]


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
    "yuan/month",
    "yuan/day",
    "yuan/kvarh",
    "kWh",
    "kWh/day",
    "kWh/year",
    "kWh/kW",
    "kW",
    "kVA",
    "yuan",
    "yuan/kW",
    "yuan/kVA",
    "hour/day",
    "month",
    "count",
    "ratio/day",
    "currency/kWh",
    "currency/kW/month",
    "currency/kVA/month",
    "currency/kvarh",
    "currency/month",
    "currency/day",
    "currency",
    "rule",
]


class DatedValue(Dated):
    """Hold one value: a quoted decimal, or the name of a rule if the unit is ``rule``.

    ``as_published`` is what the document prints where that is a misprint; ``corrected`` says why
    ``value`` is right.
    """

    value: Value
    as_published: Value | None = None

    @model_validator(mode="after")
    def _erratum_says_why(self) -> Self:
        if self.as_published is not None and not self.corrected:
            raise ValueError("as_published differs: say in corrected why the value is right")
        if self.as_published == self.value:
            raise ValueError("as_published is the value itself: no erratum")
        return self


class Parameter(Model):
    """Hold one quantity of the law and its values over time.

    ``open`` says why a key has no value here: it differs by city or month and is given with the
    question, in a book of the caller's. Asking for it without is a refusal.
    """

    key: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_.>=-]*$")
    name: Name
    unit: Unit
    values: tuple[DatedValue, ...] = ()
    open: Name | None = None

    @model_validator(mode="after")
    def _numbers_unless_rule(self) -> Self:
        if not self.values and self.open is None:
            raise ValueError(f"{self.key} has no values: say in open why")
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


class TimeOfUse(Model):
    """Say which periods are billed and which one takes what the others leave of the total."""

    periods: tuple[str, ...]
    residual: str
    calendar: str | None = None


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
    holidays: tuple[Holidays, ...] = ()
    structures: tuple[Structure, ...] = ()
    published: tuple[PublishedCells, ...] = ()
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
            if item.retroactive and published is not None and not late:
                raise ValueError(f"{where}: published in time: it is not retroactive")
        if unknown := set(self.conventions) - CONVENTIONS - OPTIONAL_CONVENTIONS:
            raise ValueError(f"unknown conventions {sorted(unknown)}")
        if self.price_classes and (missing := CONVENTIONS - set(self.conventions)):
            raise ValueError(f"price classes need the conventions {sorted(missing)}")
        return self

    def dated(self) -> list[tuple[str, Dated]]:
        """Return every dated entry with the key it belongs to."""
        found: list[tuple[str, Dated]] = []
        for group in (
            self.parameters,
            self.tables,
            self.calendars,
            self.holidays,
            self.structures,
        ):
            for item in group:
                found += [(item.key, value) for value in item.values]
        for price_class in self.price_classes:
            found += [(price_class.code, value) for value in price_class.values]
        return found


def _as_number(value: Decimal | str) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
