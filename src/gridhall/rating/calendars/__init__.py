"""Time-of-use calendars: which period each quarter-hour of a day belongs to.

``slots(calendar, day, facts)`` is all that rating needs. A fact about the day or the customer that
a row depends on and that nobody gave is a refusal that names it, never a guess.
"""

from gridhall.rating.calendars.checks import check_calendar
from gridhall.rating.calendars.errors import CalendarConflict, InvalidCalendar, MissingDayFact
from gridhall.rating.calendars.facts import CustomerFacts, DayFacts, DayKind, holiday_code
from gridhall.rating.calendars.model import SLOTS, Calendar, DateRange, Row, When
from gridhall.rating.calendars.resolve import Span, minutes_by_period, slots, spans

__all__ = [
    "SLOTS",
    "Calendar",
    "CalendarConflict",
    "CustomerFacts",
    "DateRange",
    "DayFacts",
    "DayKind",
    "InvalidCalendar",
    "MissingDayFact",
    "Row",
    "Span",
    "When",
    "check_calendar",
    "holiday_code",
    "minutes_by_period",
    "slots",
    "spans",
]
