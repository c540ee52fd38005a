"""How cases look and are spoken of: icon and colour of kinds, states, deadlines, parties."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy

from gridhall.ui import formats
from gridhall.ui.figures import Status, Tone
from gridhall.ui.text import Text

KIND_ICONS: dict[str, str] = {
    "CONSULTATION": "help-circle", "COMPLAINT": "mood-angry", "REPORT": "shield-lock",
    "OPINION": "message-dots", "SUGGESTION": "bulb", "PRAISE": "thumb-up",
    "APPLICATION": "file-plus", "REPAIR": "tool", "KEY_ACCOUNT": "building-factory",
    "HOME_SERVICE": "home-heart", "FOLLOW_UP": "phone-outgoing",
}  # fmt: skip
STATUS_TONES: dict[str, tuple[Tone, str]] = {
    "RECEIVED": ("info", "inbox"),
    "IN_PROGRESS": ("progress", "progress"),
    "WAITING_CUSTOMER": ("warning", "user-pause"),
    "WAITING_THIRD": ("warning", "hourglass"),
    "ANSWERED": ("success", "message-check"),
    "CLOSED": ("neutral", "circle-check"),
    "CANCELLED": ("neutral", "ban"),
    "MERGED": ("neutral", "git-merge"),
}
CHANNEL_ICONS: dict[str, str] = {
    "PHONE": "phone", "HALL": "building-store", "WEB": "world", "APP": "device-mobile",
    "WECHAT": "brand-wechat", "CHAT": "messages", "EMAIL": "mail", "LETTER": "mailbox",
    "OPINION_BOX": "inbox", "TERMINAL": "device-tablet", "SUPERIOR": "building-bank",
    "OUTBOUND": "phone-outgoing",
}  # fmt: skip
PARTY_TONES: dict[str, tuple[Tone, str]] = {
    "COMPANY": ("info", "building"),
    "CUSTOMER": ("warning", "user"),
    "THIRD_PARTY": ("neutral", "users-group"),
}
PRIORITIES: dict[int, Status] = {
    1: Status(gettext_lazy("Urgent"), "warning", "flame"),
    2: Status(gettext_lazy("Critical"), "danger", "alert-octagon"),
}
CATEGORIES: dict[str, Text] = {
    "SERVICE": gettext_lazy("Service quality"),
    "QUALITY": gettext_lazy("Quality of supply"),
    "PRICE": gettext_lazy("Prices and bills"),
    "POLICY": gettext_lazy("Policy and rules"),
    "PAYMENT": pgettext_lazy("category of cases", "Bills and payments"),
    "APPLICATION": pgettext_lazy("category of cases", "Applications"),
    "METERING": pgettext_lazy("category of cases", "Metering"),
    "REPAIR": pgettext_lazy("category of cases", "Faults and repairs"),
    "OUTAGE": pgettext_lazy("category of cases", "No power"),
    "EQUIPMENT": pgettext_lazy("category of cases", "Damaged equipment"),
    "DANGER": pgettext_lazy("category of cases", "Danger to people"),
    "METER_FAULT": pgettext_lazy("category of cases", "Meter faults"),
    "METER_TEST": pgettext_lazy("category of cases", "Meter tests"),
    "APPLIANCE_DAMAGE": pgettext_lazy("category of cases", "Damaged appliances"),
    "RECONNECT": pgettext_lazy("category of cases", "Reconnection"),
    "SERVICES": pgettext_lazy("category of cases", "Services on site"),
    "READING": pgettext_lazy("category of cases", "Meter readings"),
    "CONDUCT": pgettext_lazy("category of cases", "Conduct of staff"),
    "FEEDBACK": pgettext_lazy("category of cases", "Feedback"),
    "CONTACT": pgettext_lazy("category of cases", "Calls and visits"),
    "CARE": pgettext_lazy("category of cases", "Home service"),
    "OTHER": gettext_lazy("Other"),
}
#: Less than this before the deadline the light turns yellow.
SOON = timedelta(hours=4)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def status(code: str, label: Text) -> Status:
    """Return the badge of a case's state."""
    tone, icon = STATUS_TONES.get(code, ("neutral", "circle"))
    return Status(label, tone, icon)


def duration(length: timedelta) -> str:
    """Return a length of time in its two largest units: 2 days 3 h, 3 h 20 min, 5 min."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        whole = npgettext("duration", "{n} day", "{n} days", days).format(n=days)
        return _both(whole, _("{n} h").format(n=hours) if hours else "")
    if hours:
        return _both(_("{n} h").format(n=hours), _("{n} min").format(n=rest) if rest else "")
    return _("{n} min").format(n=rest) if rest else _("under 1 min")


def _both(large: str, small: str) -> str:
    return pgettext("duration", "{large} {small}").format(large=large, small=small).rstrip()


def left(due_at: datetime, at: datetime) -> str:
    """Return how much time is left or by how much it is over."""
    if due_at >= at:
        return _("{time} left").format(time=duration(due_at - at))
    return _("{time} over").format(time=duration(at - due_at))


def due(due_at: datetime | None, at: datetime, *, is_open: bool = True) -> Status | None:
    """Return the traffic light of a deadline: colour, icon and words; none without one."""
    if due_at is None or not is_open:
        return None
    if due_at < at:
        return Status(left(due_at, at), "danger", "clock-exclamation")
    if due_at - at <= SOON:
        return Status(left(due_at, at), "warning", "clock-hour-9")
    return Status(left(due_at, at), "success", "clock-check")


def category(code: str) -> Text:
    """Return a category in words; an unknown one stays its code."""
    return CATEGORIES.get(code, code)


PARTIES: dict[str, Text] = {
    "COMPANY": gettext_lazy("The company"),
    "CUSTOMER": gettext_lazy("The customer"),
    "THIRD_PARTY": gettext_lazy("A third party"),
}


def party(code: str) -> Text:
    """Return who holds a case, in words."""
    return PARTIES.get(code, code)


def party_status(code: str) -> Status:
    """Return who holds a case as a badge."""
    tone, icon = PARTY_TONES.get(code, ("neutral", "user"))
    return Status(party(code), tone, icon)


def party_line(code: str, unit: str) -> str:
    """Return who held a case: of the company also the unit."""
    return unit if code == "COMPANY" and unit else str(party(code))


def plural() -> dict[str, str]:
    """Return the words for days that the script counts on with; {n} stays in them."""
    return {
        "day": npgettext("duration", "{n} day", "{n} days", 1),
        "days": npgettext("duration", "{n} day", "{n} days", 2),
    }  # fmt: skip


def promised(value: Decimal, unit: str) -> str:
    """Return a promised time in its own unit: 5 working days."""
    n = int(value)
    texts = {
        "SECONDS": ngettext("{n} second", "{n} seconds", n),
        "MINUTES": ngettext("{n} minute", "{n} minutes", n),
        "HOURS": ngettext("{n} hour", "{n} hours", n),
        "WORKING_HOURS": ngettext("{n} working hour", "{n} working hours", n),
        "WORKING_DAYS": ngettext("{n} working day", "{n} working days", n),
        "NATURAL_DAYS": ngettext("{n} natural day", "{n} natural days", n),
    }
    return texts.get(unit, "{n}").format(n=formats.number(value))
