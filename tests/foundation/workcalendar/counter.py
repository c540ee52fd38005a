"""A second reckoning, as slow and plain as can be: it looks at every minute (or second) in turn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from gridhall.foundation.workcalendar.arithmetic import Calendar

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Tell whether the second that begins at ``at`` is working time."""
    wall = at.astimezone(calendar.zone)
    day, minute = wall.date(), wall.hour * 60 + wall.minute
    like = day.weekday()
    if day in calendar.exceptions:
        exception = calendar.exceptions[day]
        if exception is None:
            return False
        like = exception
    for one in calendar.hours:
        days = [n for n in range(7) if one.weekdays & 2**n]
        if like not in days or day < one.valid_from:
            continue
        if one.valid_to is not None and day >= one.valid_to:
            continue
        if one.start_minute <= minute < one.end_minute:
            return True
    return False


def open_seconds(a: datetime, b: datetime, calendar: Calendar) -> int:
    """Count the open seconds from ``a`` to ``b``: by the minute, at the edges by the second."""
    at, last, count = a.astimezone(UTC), b.astimezone(UTC), 0
    while at < last:
        step = MINUTE if at.second == 0 and at + MINUTE <= last else SECOND
        if is_open(at, calendar):
            count += int(step.total_seconds())
        at += step
    return count


def instant_after(a: datetime, seconds: int, calendar: Calendar) -> datetime:
    """Walk on until so many open seconds have passed; return the instant at which they have."""
    at = a.astimezone(UTC)
    while seconds:
        step = MINUTE if at.second == 0 and seconds >= 60 else SECOND
        if is_open(at, calendar):
            seconds -= int(step.total_seconds())
        at += step
    return at


def is_worked(day: date, calendar: Calendar) -> bool:
    """Tell whether one minute of the day is open."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=calendar.zone)
    return any(is_open(midnight + n * MINUTE, calendar) for n in range(24 * 60))
