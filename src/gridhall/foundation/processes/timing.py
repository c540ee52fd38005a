"""When a clock of a process rings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from gridhall.foundation.workcalendar import arithmetic
from gridhall.foundation.workcalendar import selectors as workcalendar

from .definition import Delay, Unit

BY_CLOCK = frozenset({Unit.MINUTES, Unit.HOURS, Unit.DAYS})


def due(
    delay: Delay, *, since: datetime, organisation_id: int, values: Mapping[str, Any]
) -> datetime | None:
    """Return when the time is over; None when it waits for a day that is not known yet.

    Minutes, hours and days pass by the clock; working time and the beginning of a day are those
    of the organisation's calendar.
    """
    if not delay.field and delay.unit in BY_CLOCK:
        return since + delay.length
    code = workcalendar.calendar_code_for(organisation_id=organisation_id)
    calendar = workcalendar.work_calendar(code=code)
    if delay.field:
        day = values.get(delay.field)
        if day is None:
            return None
        return datetime.combine(date.fromisoformat(str(day)), time(), tzinfo=calendar.zone)
    if delay.unit == Unit.WORKING_DAYS:
        return arithmetic.add_working_days(since, delay.amount, calendar=calendar)
    hours = delay.amount if delay.unit == Unit.WORKING_HOURS else 0
    minutes = delay.amount if delay.unit == Unit.WORKING_MINUTES else 0
    return arithmetic.add_working_time(since, calendar=calendar, hours=hours, minutes=minutes)
