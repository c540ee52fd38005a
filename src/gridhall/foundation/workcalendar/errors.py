"""What may go wrong with a work calendar."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class UnknownCalendar(GridHallError):
    """There is no work calendar of that code."""

    code = "WORK_CALENDAR_UNKNOWN"
    template = gettext_noop("There is no work calendar “{calendar}”.")


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
