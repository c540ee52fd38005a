"""Which colour and icon a state has, on every screen the same."""

from __future__ import annotations

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


def status(code: str, label: Text) -> Status:
    """Return the badge of a state: its own colour and icon, and its words."""
    tone, icon = TONES.get(code, ("neutral", "circle"))
    return Status(label, tone, icon)  # type: ignore[arg-type]
