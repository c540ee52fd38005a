"""Reads of the audit trail: searching it, proving it, and what was archived of it."""

from ._proof import (
    Head,
    archive_faults,
    archives_made,
    broken_links,
    count,
    heads,
    lost_heads,
    places,
)
from ._search import (
    EventFilter,
    event,
    events,
    events_page,
    history_of_account,
    history_of_object,
    last_acts_of,
)

__all__ = [
    "EventFilter", "Head", "archive_faults", "archives_made", "broken_links", "count", "event",
    "events", "events_page", "heads", "history_of_account", "history_of_object",
    "last_acts_of", "lost_heads",
    "places",
]  # fmt: skip
