"""The hours of an inline tariff's periods, as the calendar of a book."""

from __future__ import annotations

from gridhall.rating.books import schema
from gridhall.rating.books.calendar_schema import CalendarWhen
from gridhall.rating.calendars import DayKind
from gridhall.rating.quotes.inline.builder import ENTRY, Builder
from gridhall.rating.quotes.inline.form import InlineTariff
from gridhall.rating.quotes.inline.parts import HoursForm

KINDS: dict[str, tuple[DayKind, ...]] = {
    "all": (),
    "workday": (DayKind.WORKDAY, DayKind.MAKE_UP),
    "weekend": (DayKind.WEEKEND,),
    "holiday": (DayKind.HOLIDAY,),
    "rest": (DayKind.WEEKEND, DayKind.HOLIDAY),
}
NAME = schema.Name(zh="算例自带时段", en="hours of the case")
#: The period of the hours that no row names, where the tariff has it: 其余为平段.
REST = "flat"
BELOW_ALL = -1


def add(build: Builder, tariff: InlineTariff) -> str | None:
    """Add the calendar, if the tariff has hours, and return its key."""
    if not tariff.hours:
        return None
    key = build.key("hours", "calendar")
    rows = tuple(_row(row) for row in tariff.hours)
    if REST in tariff.period_names and all(row.period != REST for row in tariff.hours):
        rows += (_all_day(REST),)
    dated = schema.DatedCalendar(applies_to="the case", rows=rows, **ENTRY)
    build.calendars.append(schema.Calendar(key=key, name=NAME, values=(dated,)))
    return key


def _all_day(period: str) -> schema.CalendarRow:
    """Return a row for every hour that the others leave."""
    return schema.CalendarRow(
        months=tuple(range(1, 13)), period=period, start="00:00", end="24:00", priority=BELOW_ALL
    )


def _row(row: HoursForm) -> schema.CalendarRow:
    when = CalendarWhen(
        kinds=KINDS[row.days],
        weekdays=row.weekdays,
        holidays=row.holidays,
        temperature_from_c=row.temperature_from_c,
    )
    return schema.CalendarRow(
        months=row.months,
        period=row.period,
        start=row.from_,
        end=row.to,
        priority=row.priority,
        when=when,
    )
