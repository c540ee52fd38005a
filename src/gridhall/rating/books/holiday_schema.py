"""The public holidays of a year, as the government publishes them before it begins."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from gridhall.rating.books.base_schema import Dated, Model, Name
from gridhall.rating.calendars import DayFacts, DayKind, holiday_code


class HolidayStretch(Model):
    """Hold the days off of one holiday, both days included."""

    name: str
    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"{self.name} ends before it begins")
        return self

    @property
    def days(self) -> int:
        """Return how many days off the holiday has."""
        return (self.last - self.first).days + 1


class DatedHolidays(Dated):
    """Hold the holidays and make-up working days from ``effective_from`` to ``effective_to``."""

    holidays: tuple[HolidayStretch, ...]
    make_up: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _inside_and_apart(self) -> Self:
        days = [day for h in self.holidays for day in (h.first, h.last)] + list(self.make_up)
        if self.effective_to is None:
            raise ValueError("holidays are known year by year: give effective_to")
        if any(not self.effective_from <= day < self.effective_to for day in days):
            raise ValueError("a day lies outside the time the entry holds for")
        ordered = sorted(self.holidays, key=_first)
        if any(a.last >= b.first for a, b in pairwise(ordered)):
            raise ValueError("two holidays overlap")
        return self

    def facts(self, day: date) -> DayFacts:
        """Return what is known of the day: its kind, the holiday and how long it is."""
        for stretch in self.holidays:
            if stretch.first <= day <= stretch.last:
                return DayFacts(
                    kind=DayKind.HOLIDAY,
                    holiday=holiday_code(stretch.name),
                    holiday_days=stretch.days,
                )
        if day in self.make_up:
            return DayFacts(kind=DayKind.MAKE_UP)
        return DayFacts(kind=DayKind.WEEKEND if day.isoweekday() > 5 else DayKind.WORKDAY)


class Holidays(Model):
    """Hold the holidays of a country or region over the years."""

    key: str
    name: Name
    values: tuple[DatedHolidays, ...] = Field(min_length=1)


def _first(stretch: HolidayStretch) -> date:
    return stretch.first
