"""What can go wrong with a time-of-use calendar."""

from __future__ import annotations

from datetime import date

from gridhall.kernel.errors import GridHallError
from gridhall.rating.errors import DAY_FACT_MISSING, Hold


class InvalidCalendar(GridHallError):
    """A calendar has a gap, an overlap or a row that makes no sense: the book is refused."""

    code = "INVALID_CALENDAR"
    template = "Calendar {calendar}: {problem}"


class CalendarConflict(InvalidCalendar):
    """Two rows of equal priority claim the same quarter-hour of a real day."""

    code = "CALENDAR_CONFLICT"


class MissingDayFact(Hold):
    """A row depends on a fact about the day or the customer that was not given."""

    code = "DAY_FACT_MISSING"
    template = "The calendar {calendar} needs {field} on {on} for its {period} period."

    def __init__(self, *, field: str, on: date, calendar: str, period: str) -> None:
        super().__init__(
            DAY_FACT_MISSING, field=field, on=on.isoformat(), calendar=calendar, period=period
        )
