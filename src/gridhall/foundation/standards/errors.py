"""What can go wrong with service standards and their clocks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_noop

from gridhall.foundation.workcalendar.arithmetic import NeverOpens
from gridhall.kernel.errors import GridHallError


class NoProfileInForce(GridHallError):
    """No profile of standards was chosen for the day."""

    code = "STANDARDS_NO_PROFILE"
    template = gettext_noop(
        "No profile of service standards is in force on {on}. Choose one that holds from this day."
    )


class SubjectNotMeasured(GridHallError):
    """Nothing was ever signalled about the subject."""

    code = "STANDARDS_NOT_MEASURED"
    template = gettext_noop(
        "Nothing is measured for {subject} yet. Signal its first event before changing its clocks."
    )


class UnknownStandard(GridHallError):
    """There is no such standard or profile."""

    code = "STANDARDS_UNKNOWN"
    template = gettext_noop("There is no service standard or profile “{name}”.")


class InvalidStandard(GridHallError):
    """A field of a standard cannot be."""

    code = "STANDARDS_INVALID"
    template = gettext_noop("Standard {standard}, {field}: “{value}” cannot be. {remedy}")


class StandardTie(GridHallError):
    """Two standards would fit the same case and neither is the more specific one."""

    code = "STANDARDS_TIE"
    template = gettext_noop(
        "Standard {standard} and standard {other} may fit the same case, and neither names more"
        " than the other. Name one more property in one of them: {properties}."
    )


class WorseThanFloor(GridHallError):
    """A standard would promise less than the floor that holds for everybody."""

    code = "STANDARDS_WORSE_THAN_FLOOR"
    template = gettext_noop(
        "Standard {standard} is worse than the floor {floor}: begun on {start}, it ends on {end},"
        " the floor on {floor_end}. A better target is allowed, never a worse one."
    )


class FloorNotComparable(GridHallError):
    """A standard and the floor do not measure the same, so neither is known to be better."""

    code = "STANDARDS_FLOOR_NOT_COMPARABLE"
    template = gettext_noop(
        "Standard {standard} cannot be compared with the floor {floor}: {field} differ. Use the"
        " floor’s events, or fewer pauses."
    )


class StandardBeginsTooEarly(GridHallError):
    """A standard or profile would hold from a day that is over."""

    code = "STANDARDS_TOO_EARLY"
    template = gettext_noop(
        "{name} cannot hold from {valid_from}: what was judged before stays judged. The first"
        " possible day is {first}."
    )


class StandardNotDraft(GridHallError):
    """A version that waits, was approved or turned down is not changed any more."""

    code = "STANDARDS_NOT_DRAFT"
    template = gettext_noop("Standard {standard} is no draft any more. Write a new version.")


class ReasonNeeded(GridHallError):
    """A change came without a reason."""

    code = "STANDARDS_REASON_NEEDED"
    template = gettext_noop("Say why: the history of the standards keeps it.")


class NotApplicable(GridHallError):
    """A standard that is not in force cannot be put on running clocks."""

    code = "STANDARDS_NOT_APPLICABLE"
    template = gettext_noop(
        "Standard {standard} is not in force on {on}, so it cannot be put on running clocks."
    )


class UnreadableProfile(GridHallError):
    """A profile file that comes with the program cannot be read."""

    code = "STANDARDS_UNREADABLE_PROFILE"
    template = gettext_noop("Profile {file}, standard {standard}: {reason}")


class CalendarNeverOpens(GridHallError):
    """Working time is to be counted by a calendar that has none."""

    code = "STANDARDS_CALENDAR_NEVER_OPENS"
    template = gettext_noop(
        "The work calendar has no working hours for more than a year, so no limit in working time"
        " can be reckoned. Enter its hours first."
    )


@contextmanager
def calendars_open() -> Iterator[None]:
    """Say so in words when a calendar never opens."""
    try:
        yield
    except NeverOpens as error:
        raise CalendarNeverOpens from error
