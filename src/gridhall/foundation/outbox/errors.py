"""What can go wrong with an event in the outbox."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class EventNotWaiting(GridHallError):
    """The event was delivered meanwhile, or never failed."""

    code = "OUTBOX_EVENT_NOT_WAITING"
    template = gettext_noop(
        "Event {event} waits for no second attempt: it may be delivered by now."
    )
