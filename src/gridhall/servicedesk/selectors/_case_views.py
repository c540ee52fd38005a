"""What a case's page shows, part by part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gridhall.foundation.processes.selectors import HistoryLine, Position, WorkItemView
from gridhall.foundation.standards.selectors import ClockView

from ._case_rows import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One turn of the conversation. ``text`` is what was said, ``sentence`` what happened."""

    id: int
    kind: str
    kind_label: str
    code: str
    sentence: str
    text: str
    channel: str
    sent: str
    at: datetime
    by: str
    by_customer: bool
    shown_to_customer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """A step from one status to another."""

    before: str
    after: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyView:
    """Who held the case, from when to when, and how long (of one still running: until now)."""

    party: str
    party_label: str
    organisation: str
    role: str
    person: str
    start: datetime
    end: datetime | None
    held: timedelta
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRef:
    """Another case, named. ``how``: RELATED, DUPLICATE, SPLIT, MASTER, GATHERED, MERGED_INTO,
    MERGED, REPEATS, REPEATED_BY, PART_OF, PART.
    """

    number: str
    how: str
    kind_label: str
    summary: str
    status_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything a case's page shows.

    ``texts_hidden``: the reader's roles may not read personal values in clear, so what was said is
    left out. The contact is masked for everybody; ``services.reveal_contact`` opens it. Of a
    sealed case neither is here. ``until_checked``: who reads must check the caller first, so both
    are left out until she has. ``held_by_party`` sums the time charged to each party.
    """

    row: CaseRow
    version: int
    text: str
    place: str
    texts_hidden: bool
    contact_name: str
    contact_phone: str
    contact_email: str
    wants_reply: bool
    by_customer: bool
    registered_by: str
    grade: str
    area: str
    area_label: str
    topic_code: str
    finding: str
    finding_label: str
    cause: str
    cause_label: str
    liable: str
    liable_label: str
    liable_organisation: str
    reopened: int
    handler_id: int | None
    handler_role: str
    handler_role_label: str
    handler_organisation_id: int | None
    handler_organisation: str
    first_response_at: datetime | None
    dispatched_at: datetime | None
    arrived_at: datetime | None
    proposed_at: datetime | None
    answered_at: datetime | None
    revisited_at: datetime | None
    entries: tuple[EntryView, ...]
    statuses: tuple[StatusView, ...]
    custodies: tuple[CustodyView, ...]
    held_by_party: dict[str, timedelta]
    tasks: tuple[WorkItemView, ...]
    position: Position | None
    history: tuple[HistoryLine, ...]
    clocks: tuple[ClockView, ...]
    related: tuple[CaseRef, ...]
    until_checked: bool = False

    def closed(self) -> CaseFile:
        """Return it without what was said, where, and whom to reach: for who must check first."""
        return replace(
            self, until_checked=True, text="", place="", contact_name="", contact_phone="",
            contact_email="", entries=tuple(replace(one, text="") for one in self.entries),
            history=tuple(replace(one, note="") for one in self.history),
        )  # fmt: skip
