"""What may go wrong with a work calendar."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class UnknownCalendar(GridHallError):
    """There is no work calendar of that code."""

    code = "WORK_CALENDAR_UNKNOWN"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no work calendar “{calendar}”.")


class CalendarTaken(GridHallError):
    """The code, or the organisation, has its calendar already."""

    code = "WORK_CALENDAR_TAKEN"
    template = gettext_noop(
        "There is a calendar of that code or of that organisation already. Change that one."
    )


class CalendarOutOfReach(GridHallError):
    """The calendar belongs to a unit outside the reader's own."""

    code = "WORK_CALENDAR_OUT_OF_REACH"
    template = gettext_noop(
        "The calendar “{calendar}” is kept by another unit. The company's own calendar is changed "
        "at headquarters."
    )
    status = 403


class UnknownTimeZone(GridHallError):
    """The zone is not in the time zone database."""

    code = "WORK_CALENDAR_TIME_ZONE_UNKNOWN"
    template = gettext_noop("“{timezone}” is not a time zone.")


class InvalidDayRule(GridHallError):
    """The kind of day, or the weekday it is worked as, is none."""

    code = "DAY_RULE_INVALID"
    template = gettext_noop("{day}: not a valid kind of day ({kind}).")


class InvalidShift(GridHallError):
    """The hours of a shift, its weekdays or its days of validity cannot be."""

    code = "SHIFT_INVALID"
    template = gettext_noop(
        "A shift needs weekdays, and must end after it begins, on the same day. "
        "Enter night work as two shifts: one until 24:00, one from 0:00."
    )


class ShiftsOverlap(GridHallError):
    """Another shift of the calendar already covers some of these hours."""

    code = "SHIFTS_OVERLAP"
    template = gettext_noop("These hours overlap with another shift of this calendar.")


class NothingToRemove(GridHallError):
    """The rule or shift is not there (any more)."""

    code = "CALENDAR_ENTRY_MISSING"
    template = gettext_noop("This entry is no longer in the calendar.")


class InvalidNotice(GridHallError):
    """A notice was named without its number."""

    code = "HOLIDAY_NOTICE_INVALID"
    template = gettext_noop("The official notice on the holidays of {year} needs its number.")


class NoticeMissing(GridHallError):
    """A warning, returned and not raised: make-up days of the year are not known."""

    code = "HOLIDAY_NOTICE_MISSING"
    template = gettext_noop(
        "The official notice on the holidays of {year} is not loaded: "
        "holidays are provisional and make-up days are missing."
    )


class NoticeFileUnreadable(GridHallError):
    """The file is no text, or far too long for one."""

    code = "HOLIDAY_NOTICE_UNREADABLE"
    template = gettext_noop("The file cannot be read. Save it as CSV (UTF-8) and send that.")


class NoticeColumnsMissing(GridHallError):
    """The header lacks what a notice needs."""

    code = "HOLIDAY_NOTICE_COLUMNS"
    template = gettext_noop(
        "The first line must name the columns date and kind; name and works_as may follow."
    )


class NoticeEmpty(GridHallError):
    """There is no day in the notice."""

    code = "HOLIDAY_NOTICE_EMPTY"
    template = gettext_noop("No day of {year} was found. Nothing can be loaded.")


class NoticeDayInvalid(GridHallError):
    """A row has no date."""

    code = "HOLIDAY_NOTICE_DAY"
    template = gettext_noop("Row {row}, date: “{value}” is no day. Write it like 2027-01-01.")


class NoticeOtherYear(GridHallError):
    """A row belongs to another year."""

    code = "HOLIDAY_NOTICE_YEAR"
    template = gettext_noop("Row {row}, date: {value} is not in {year}. Take the row out.")


class NoticeDayTwice(GridHallError):
    """A day stands in the file twice."""

    code = "HOLIDAY_NOTICE_TWICE"
    template = gettext_noop("Row {row}, date: {value} is there already. Keep one of the rows.")


class NoticeKindUnknown(GridHallError):
    """A row says neither holiday nor make-up day."""

    code = "HOLIDAY_NOTICE_KIND"
    template = gettext_noop("Row {row}, kind: “{value}” is unknown. Write HOLIDAY or MAKE_UP.")


class NoticeWeekdayUnknown(GridHallError):
    """A make-up day is worked like no weekday."""

    code = "HOLIDAY_NOTICE_WEEKDAY"
    template = gettext_noop(
        "Row {row}, works_as: “{value}” is no weekday. Write 1 (Monday) to 7, or nothing."
    )


class MakeUpOnWorkingDay(GridHallError):
    """A warning: a make-up day usually is a Saturday or Sunday."""

    code = "HOLIDAY_NOTICE_MAKE_UP_ON_WORKING_DAY"
    template = gettext_noop("{day} is named a make-up day, but it is no weekend. Is that right?")


class NoMakeUpDays(GridHallError):
    """A warning: official notices so far always had make-up days."""

    code = "HOLIDAY_NOTICE_WITHOUT_MAKE_UP"
    template = gettext_noop(
        "There is no make-up day in {year}: this is hardly the whole official notice."
    )
