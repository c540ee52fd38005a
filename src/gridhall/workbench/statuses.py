"""Which colour and icon a state has, on every screen the same."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from gridhall.ui.figures import Status
from gridhall.ui.text import Text

TONES: dict[str, tuple[str, str]] = {
    # accounts
    "ACTIVE": ("success", "plug"),
    "CLOSED": ("neutral", "plug-off"),
    "PROSPECT": ("progress", "plug-connected"),
    # bill runs
    "RATING": ("progress", "calculator"),
    "RATED": ("info", "hourglass"),
    "ISSUING": ("progress", "send"),
    "ISSUED": ("success", "circle-check"),
    "CANCELLED": ("neutral", "ban"),
    # bills and payments
    "DISCARDED": ("neutral", "trash"),
    "REVERSED": ("neutral", "arrow-back-up"),
    "POSTED": ("success", "circle-check"),
    # notices of the payment provider
    "REPEATED": ("neutral", "copy"),
    "DISPUTED": ("danger", "alert-octagon"),
    "UNKNOWN_ORDER": ("warning", "help-circle"),
    # important customers
    "FIRST": ("danger", "star-filled"),
    "SECOND": ("warning", "star-filled"),
    "TEMPORARY": ("info", "star"),
}

# Clocks of promises: on the boards, in the lists and on the page of a case.
CLOCKS = {
    "RUNNING": Status(pgettext_lazy("clock", "Running"), "progress", "clock-play"),
    "PAUSED": Status(pgettext_lazy("clock", "Paused"), "neutral", "clock-pause"),
    "STOPPED": Status(pgettext_lazy("clock", "Stopped"), "neutral", "clock-stop"),
    "CANCELLED": Status(pgettext_lazy("clock", "Dropped"), "neutral", "clock-cancel"),
}
MET = Status(pgettext_lazy("promise", "Kept"), "success", "clock-check")
MISSED = Status(gettext_lazy("Not kept"), "danger", "clock-exclamation")


def status(code: str, label: Text) -> Status:
    """Return the badge of a state: its own colour and icon, and its words."""
    tone, icon = TONES.get(code, ("neutral", "circle"))
    return Status(label, tone, icon)  # type: ignore[arg-type]


def clock(code: str, *, met: bool | None) -> Status:
    """Return the badge of a clock: whether the promise was kept, else what the clock does."""
    if met is not None:
        return MET if met else MISSED
    return CLOCKS[code]
