"""The shape of a time-of-use calendar in a book, and its translation to ``rating.calendars``."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from gridhall.rating import calendars
from gridhall.rating.books.base_schema import Dated, Model, Name, Number
from gridhall.rating.calendars.model import day_range, slot_of

PERIOD = r"^[a-z][a-z0-9_]*$"
TIME = r"^\d\d:\d\d$"
EVERY_MONTH = tuple(range(1, 13))


class CalendarWhen(Model):
    """Hold conditions beside the dates of a row; what is left out asks nothing, all must hold.

    A fact asked for here and not known on a bill's day is a refusal that names it.
    """

    kinds: tuple[calendars.DayKind, ...] = ()
    weekdays: tuple[int, ...] = ()
    holidays: tuple[str, ...] = ()
    holiday_days_from: int | None = Field(default=None, ge=1)
    temperature_from_c: Number | None = None
    temperature_days: int = Field(default=1, ge=1)
    two_part: bool | None = None
    large_industry: bool | None = None
    opted_in: bool | None = None
    capacity_from_kva: Number | None = None
    sub_regions: tuple[str, ...] = ()
    not_sub_regions: tuple[str, ...] = ()

    def resolved(self) -> calendars.When:
        """Return the conditions as the calendar engine takes them."""
        return calendars.When(
            kinds=frozenset(self.kinds),
            weekdays=frozenset(self.weekdays),
            holidays=frozenset(calendars.holiday_code(name) for name in self.holidays),
            holiday_days_from=self.holiday_days_from,
            temperature_from_c=self.temperature_from_c,
            temperature_days=self.temperature_days,
            two_part=self.two_part,
            large_industry=self.large_industry,
            opted_in=self.opted_in,
            capacity_from_kva=self.capacity_from_kva,
            sub_regions=frozenset(self.sub_regions),
            not_sub_regions=frozenset(self.not_sub_regions),
        )


class CalendarRow(Model):
    """Hold one stretch of the day: ``[start, end)`` local time, ``24:00`` allowed as end.

    An end that does not lie after the start wraps over midnight within the same calendar day.
    ``dates`` are ranges like ``07-15..09-15``, both days included. ``days`` is the older way to
    say ``when: {holidays: […]}``: names with " / " between them.
    """

    months: tuple[int, ...] = EVERY_MONTH
    dates: tuple[str, ...] = ()
    period: str = Field(pattern=PERIOD)
    start: str = Field(pattern=TIME)
    end: str = Field(pattern=TIME)
    days: str = "all"
    priority: int = 0
    when: CalendarWhen = CalendarWhen()

    @model_validator(mode="after")
    def _months_of_the_year(self) -> Self:
        if not self.months or not set(self.months) <= set(EVERY_MONTH):
            raise ValueError(f"months {list(self.months)} are not months of a year")
        if not set(self.when.weekdays) <= set(range(1, 8)):
            raise ValueError("weekdays are 1 (Monday) to 7 (Sunday)")
        return self

    def resolved(self, calendar: str) -> calendars.Row:
        """Return the row as the calendar engine takes it; raises ``InvalidCalendar``."""
        when = self.when
        if self.days != "all":
            when = when.model_copy(update={"holidays": tuple(self.days.split("/"))})
        return calendars.Row(
            period=self.period,
            start=slot_of(self.start, calendar=calendar),
            end=slot_of(self.end, calendar=calendar),
            months=frozenset(self.months),
            dates=tuple(day_range(text, calendar=calendar) for text in self.dates),
            priority=self.priority,
            when=when.resolved(),
        )


class DatedCalendar(Dated):
    """Hold one version of a time-of-use calendar."""

    applies_to: str
    rows: tuple[CalendarRow, ...] = Field(min_length=1)

    def resolved(self, key: str) -> calendars.Calendar:
        """Return the calendar as ``calendars.slots`` takes it; raises ``InvalidCalendar``."""
        return calendars.Calendar(key, tuple(row.resolved(key) for row in self.rows))


class Calendar(Model):
    """Hold a time-of-use calendar over time."""

    key: str
    name: Name
    values: tuple[DatedCalendar, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> Self:
        for item in self.values:
            try:
                calendars.check_calendar(item.resolved(self.key))
            except calendars.InvalidCalendar as error:
                raise ValueError(str(error)) from None
        return self
