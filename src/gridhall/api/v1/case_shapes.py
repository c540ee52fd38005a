"""What goes over the wire about cases."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from gridhall.api.v1.shapes import Code, Sent

CaseNumber = Annotated[str, Field(max_length=20, examples=["S20260302-0000001"])]
Said = Annotated[str, Field(min_length=1, max_length=5000)]


class ContactShape(Sent):
    """How whoever brought the matter wants to be reached."""

    name: Annotated[str, Field(max_length=60)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    email: Annotated[str, Field(max_length=254)] = ""


class NewOwnCase(Sent):
    """A customer's new matter; ``topic`` is a code of the catalogue, empty when not known."""

    kind: Code
    text: Said
    topic: Annotated[str, Field(max_length=40)] = ""
    account_no: Annotated[str, Field(max_length=40)] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    contact: ContactShape = ContactShape()
    wants_reply: bool = True


class NewStaffCase(NewOwnCase):
    """A matter an employee registers. ``summary`` is shown in lists: no names, no numbers.

    With an account the case lies in the account's unit, else in ``organisation``.
    """

    summary: Annotated[str, Field(min_length=1, max_length=120)]
    channel: Code = "PHONE"
    organisation: Annotated[str, Field(max_length=20)] = ""
    anonymous: bool = False


class OwnCaseShape(Schema):
    """A case as its customer sees it. ``due_at`` is until when the next promise holds."""

    number: str
    kind: str
    topic: str
    status: str
    account_no: str
    department: str
    registered_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    rating: int | None


class EntryShape(Schema):
    """One turn of the conversation; ``sentence`` says what happened, ``text`` what was said."""

    kind: str
    sentence: str
    text: str
    at: datetime
    by_customer: bool


class OwnCaseDetail(OwnCaseShape):
    """One own case with its conversation and what may be done now."""

    text: str
    place: str
    step: str
    next: list[str]
    may: list[str]
    entries: list[EntryShape]


class OwnCases(Schema):
    """A page of own cases, the newest first; ask for the rest with ``after``."""

    cases: list[OwnCaseShape]
    after: str


class NewEntry(Sent):
    """Something written into a case; of an employee ``internal`` decides who reads it."""

    text: Said
    internal: bool = True


class NewOwnEntry(Sent):
    """What the customer writes."""

    text: Said


class NewAnswer(Sent):
    """The result for the customer; complaints and reports need a ``finding``."""

    text: Said
    finding: Annotated[str, Field(max_length=20)] = ""
    cause: Annotated[str, Field(max_length=40)] = ""
    liable: Annotated[str, Field(max_length=12)] = ""
    channel: Annotated[str, Field(max_length=20)] = ""


class Closing(Sent):
    """Why a case is closed before its process ends."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]
    finding: Annotated[str, Field(max_length=20)] = ""


class StaffCaseShape(Schema):
    """A case in an employee's list: nothing personal."""

    number: str
    kind: str
    category: str
    topic: str
    summary: str
    channel: str
    status: str
    priority: int
    organisation: str
    account_no: str
    handler_role: str
    held_by: str
    registered_at: datetime
    due_at: datetime | None
    is_overdue: bool
    closed_at: datetime | None
    satisfied: bool | None
    rating: int | None


class StaffCases(Schema):
    """A page of cases, the newest first; ``count`` is empty for more than 10,000."""

    cases: list[StaffCaseShape]
    count: int | None
    after: str


class ClockShape(Schema):
    """A promise that is measured: ``source`` is where it comes from."""

    code: str
    title: str
    status: str
    due_at: datetime
    overdue: bool
    met: bool | None
    standard: str
    version: int
    source: str


class StaffCaseDetail(StaffCaseShape):
    """One case for an employee; the contact is masked, texts are empty without clearance."""

    version: int
    text: str
    place: str
    texts_hidden: bool
    contact_name: str
    contact_phone: str
    contact_email: str
    finding: str
    entries: list[EntryShape]
    clocks: list[ClockShape]
