"""Which functions want to hear of which events; filled by ``AppConfig.ready`` of the contexts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Subscriber = Callable[[dict[str, Any]], None]

_subscribers: dict[str, dict[str, Subscriber]] = defaultdict(dict)


def subscribe(event_name: str, subscriber: Subscriber) -> None:
    """Have ``subscriber(payload)`` called once for each event of that name, in a transaction.

    The payload may gain keys: a subscriber reads those it knows.
    """
    _subscribers[event_name][f"{subscriber.__module__}.{subscriber.__qualname__}"] = subscriber


def subscribers_of(event_name: str) -> dict[str, Subscriber]:
    """Return the subscribers of an event by their dotted name."""
    return dict(_subscribers[event_name])
