"""A year as twelve small months, each day with what it is."""

from __future__ import annotations

import calendar as grid
from dataclasses import dataclass
from datetime import date

from gridhall.foundation.workcalendar import selectors
from gridhall.foundation.workcalendar.arithmetic import Calendar, is_working_day
from gridhall.foundation.workcalendar.selectors import EffectiveDay

from . import words


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day: ``kind`` is one of ``words.KINDS``; ``own``: this calendar itself says so."""

    day: date
    kind: str
    label: str
    own: bool
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month in weeks from Monday; None where the week reaches into another month."""

    first: date
    weeks: list[list[DayCell | None]]
    working: int


def months_of(*, code: str, year: int, today: date) -> list[Month]:
    """Return the months of a year. Raises UnknownCalendar."""
    calendar = selectors.work_calendar(code=code)
    special = selectors.effective_days(code=code, start=date(year, 1, 1), end=date(year + 1, 1, 1))
    return [_month(date(year, number, 1), calendar, special, today) for number in range(1, 13)]


def _month(
    first: date, calendar: Calendar, special: dict[date, EffectiveDay], today: date
) -> Month:
    weeks: list[list[DayCell | None]] = []
    working = 0
    for week in grid.Calendar().monthdatescalendar(first.year, first.month):
        cells: list[DayCell | None] = []
        for day in week:
            if day.month != first.month:
                cells.append(None)
                continue
            is_open = is_working_day(day, calendar=calendar)
            working += is_open
            cells.append(_cell(day, special.get(day), is_open=is_open, is_today=day == today))
        weeks.append(cells)
    return Month(first=first, weeks=weeks, working=working)


def _cell(day: date, rule: EffectiveDay | None, *, is_open: bool, is_today: bool) -> DayCell:
    kind = rule.kind if rule else ("OPEN" if is_open else "CLOSED")
    label = str(words.KINDS[kind])
    if rule and rule.name and rule.name != label:
        label = f"{label} · {rule.name}"
    return DayCell(day=day, kind=kind, label=label, own=bool(rule and rule.own), is_today=is_today)
