"""Words of the calendar screens: kinds of days, weekdays, hours, the steps of a reckoning."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gridhall.foundation.workcalendar.explaining import Step, StepKind
from gridhall.ui import formats
from gridhall.ui.text import Text

if TYPE_CHECKING:
    from gridhall.foundation.workcalendar.models import Shift

WEEKDAYS: tuple[Text, ...] = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"), gettext_lazy("Friday"), gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)  # fmt: skip
SHORT_WEEKDAYS: tuple[Text, ...] = (
    gettext_lazy("Mo"), gettext_lazy("Tu"), gettext_lazy("We"), gettext_lazy("Th"),
    gettext_lazy("Fr"), gettext_lazy("Sa"), gettext_lazy("Su"),
)  # fmt: skip
KINDS: dict[str, Text] = {
    "HOLIDAY": gettext_lazy("Holiday"),
    "MAKE_UP": gettext_lazy("Make-up working day"),
    "WORKING": gettext_lazy("Working day"),
    "OPEN": gettext_lazy("Ordinary working day"),
    "CLOSED": gettext_lazy("Ordinary day off"),
}
#: The rule of counting that comes with the program; another one is shown as it was set.
COUNTING = gettext_lazy("company rule, after the Civil Code, articles 201 and 203")
CHANGES: dict[str, tuple[Text, str]] = {
    "NEW": (gettext_lazy("New"), "success"),
    "CHANGED": (gettext_lazy("Changed"), "warning"),
    "SAME": (gettext_lazy("As before"), "neutral"),
    "DROPPED": (gettext_lazy("Falls away"), "danger"),
}


def clock(minute: int) -> str:
    """Return minutes from midnight as 08:30; the end of a day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def weekdays(shift: Shift) -> str:
    """Return the weekdays of a shift, several in a row as from … to …."""
    days = [n for n in range(7) if shift.weekdays >> n & 1]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("{first} to {last}").format(first=WEEKDAYS[days[0]], last=WEEKDAYS[days[-1]])
    return _(", ").join(str(WEEKDAYS[n]) for n in days)


def day_and_weekday(day: date) -> str:
    """Return a day with its weekday."""
    return f"{formats.day(day)} {WEEKDAYS[day.weekday()]}"


def step_text(step: Step) -> str:
    """Return a step of a reckoning as a sentence."""
    day = day_and_weekday(step.day)
    match step.kind:
        case StepKind.START:
            return _("Starts on {day}.").format(day=day)
        case StepKind.COUNTED:
            return _("{day} is working day {n}.").format(day=day, n=step.number)
        case StepKind.CLOSED:
            return _closed(step, day)
        case StepKind.LIMIT:
            return _("The last of these days ends at {moment}.").format(moment=_moment(step.closes))
        case StepKind.WORKED:
            return _("{day}: {opens}–{closes} counts {used}, {left} left.").format(
                day=day, opens=_time(step.opens), closes=_time(step.closes),
                used=span(timedelta(minutes=step.number)), left=span(step.left),
            )  # fmt: skip
    return _("So the limit is {moment}.").format(moment=_moment(step.closes))


def span(time: timedelta) -> str:
    """Return a length of time in hours and minutes."""
    minutes = int(time.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("{n} hour", "{n} hours", hours).format(n=hours))
    if rest or not hours:
        parts.append(ngettext("{n} minute", "{n} minutes", rest).format(n=rest))
    return " ".join(parts)


def _closed(step: Step, day: str) -> str:
    if step.last is None:
        return _("{day} is closed.").format(day=day)
    return _("{day} to {last} are closed.").format(day=day, last=day_and_weekday(step.last))


def _moment(at: datetime | None) -> str:
    return formats.moment(at)


def _time(at: datetime | None) -> str:
    return f"{at:%H:%M}" if at else formats.DASH
