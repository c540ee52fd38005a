"""What is handed to the service desk to register a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How whoever brought the matter is reached. Personal: it is encrypted where it is kept."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A matter somebody brings.

    ``topic`` is a topic's code, empty when it is not known yet: then the case is classified first.
    ``summary`` is one line without personal values; ``text`` is what was said, ``place`` where it
    happened. ``area`` and ``grade`` are taken from the account when they are empty, ``priority``
    from the topic when it is None. ``received_at`` is when the matter came in, if that was before
    it is registered (a letter, a message). ``by_customer``: the customer wrote it herself.
    """

    kind: str
    summary: str
    channel: str
    organisation_id: int
    topic: str = ""
    text: str = ""
    place: str = ""
    account_id: int | None = None
    contact: Contact = field(default_factory=Contact)
    anonymous: bool = False
    wants_reply: bool = True
    priority: int | None = None
    area: str = ""
    grade: str = ""
    by_customer: bool = False
    received_at: datetime | None = None
    part_of_id: int | None = None
