"""The events a standard may name. A context that sends others registers them when it starts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_events: dict[str, Any] = {
    "queued": pgettext_lazy("event of a matter", "Entered the queue"),
    "queue_answered": pgettext_lazy("event of a matter", "Call taken from the queue"),
    "received": pgettext_lazy("event of a matter", "Received"),
    "registered": pgettext_lazy("event of a matter", "Registered"),
    "accepted": pgettext_lazy("event of a matter", "Accepted"),
    "first_reply": pgettext_lazy("event of a matter", "First reply"),
    "first_response": pgettext_lazy("event of a matter", "First response"),
    "dispatched": pgettext_lazy("event of a matter", "Crew sent out"),
    "arrived": pgettext_lazy("event of a matter", "Crew on site"),
    "restored": pgettext_lazy("event of a matter", "Supply restored"),
    "proposed": pgettext_lazy("event of a matter", "Solution proposed"),
    "verified": pgettext_lazy("event of a matter", "Verified"),
    "answered": pgettext_lazy("event of a matter", "Answered"),
    "revisited": pgettext_lazy("event of a matter", "Revisited"),
    "satisfied": pgettext_lazy("event of a matter", "Customer satisfied"),
    "closed": pgettext_lazy("event of a matter", "Closed"),
    "reopened": pgettext_lazy("event of a matter", "Opened again"),
    "cancelled": pgettext_lazy("event of a matter", "Cancelled"),
    "waiting_customer": pgettext_lazy("event of a matter", "Waits for the customer"),
    "customer_back": pgettext_lazy("event of a matter", "The customer answered"),
    "waiting_third": pgettext_lazy("event of a matter", "Waits for a third party"),
    "third_back": pgettext_lazy("event of a matter", "The third party answered"),
    "escalated": pgettext_lazy("event of a matter", "Escalated"),
    "handed_over": _("Handed over"),
    "regraded": _("Facts changed"),
    "calendar_changed": _("Work calendar changed"),
    "standard_applied": _("Another standard applied"),
}
#: What the clocks do themselves; no standard may name it.
OWN = frozenset({"handed_over", "regraded", "calendar_changed", "standard_applied"})


def register_event(code: str, label: Any) -> None:
    """Make an event known that standards may name; ``label`` is lazily translated."""
    _events[code] = label


def events() -> dict[str, Any]:
    """Return the events that standards may name, with their labels."""
    return {code: label for code, label in _events.items() if code not in OWN}


def label_of(code: str) -> Any:
    """Return how an event is called; its code when nobody registered it."""
    return _events.get(code, code)
