"""How the wall board says kinds and times."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridhall.servicedesk import selectors as servicedesk

HOUR, DAY = 60, 1440


def kind(code: str) -> str:
    """Return a kind of case in words."""
    return str(servicedesk.label_of("kind", code))


def lasting(time: timedelta) -> str:
    """Return a time in the two units that matter: 2 d 3 h, 3 h 20 min, 12 min."""
    minutes = int(abs(time).total_seconds() // 60)
    if minutes >= DAY:
        days, hours = minutes // DAY, minutes % DAY // HOUR
        if not hours:
            return _("{days} d").format(days=days)
        return _("{days} d {hours} h").format(days=days, hours=hours)
    if minutes >= HOUR:
        return _("{hours} h {minutes} min").format(hours=minutes // HOUR, minutes=minutes % HOUR)
    return _("{minutes} min").format(minutes=minutes)


def several(count: int) -> str:
    """Return what stands for the place when the reader looks after more than one unit."""
    return ngettext("{n} unit", "{n} units", count).format(n=count)
