"""What every way out looks like."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

ACCEPTED, RETRY, REFUSED, BOUNCED, TIMED_OUT = (
    "ACCEPTED", "RETRY", "REFUSED", "BOUNCED", "TIMED_OUT",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A finished text on its way. ``token`` is the same however often it is tried."""

    token: uuid.UUID
    address: str
    title: str
    body: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the provider said.

    RETRY: not taken, try again; REFUSED: never on this way; BOUNCED: the address is no good;
    TIMED_OUT: nobody knows. ``detail`` carries no address and no text.
    """

    outcome: str
    provider_id: str = ""
    detail: str = ""
    parts: int = 1


class Way(Protocol):
    """A way out. ``repeatable``: the provider drops a second call with the same token."""

    @property
    def repeatable(self) -> bool:
        """Whether a second call with the same token is dropped."""

    @property
    def concurrent(self) -> bool:
        """Whether several calls may run at once, outside the database's connection."""

    def send(self, message: Outgoing) -> Result:
        """Hand one message over."""


@contextmanager
def closing(way: Way) -> Iterator[Way]:
    """Close the way's connection at the end, if it keeps one."""
    try:
        yield way
    finally:
        close = getattr(way, "close", None)
        if close is not None:
            close()
