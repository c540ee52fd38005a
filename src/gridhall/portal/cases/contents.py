"""One request as its page shows it: where it stands, what was promised, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridhall.foundation.documents import papers
from gridhall.foundation.documents.access import Reader
from gridhall.foundation.standards import selectors as standards
from gridhall.foundation.standards.selectors import ClockView
from gridhall.portal.own import OwnAccounts
from gridhall.servicedesk import policy
from gridhall.servicedesk.selectors import EntryView, OwnCase, OwnCaseFile
from gridhall.ui import formats
from gridhall.ui.figures import Status, Step

from . import words

CASE, PHOTOS = "case", "case.photos"
#: How far a status is: in hand, answered, over. Withdrawn and merged ones have failed.
REACHED = {
    "RECEIVED": 0, "IN_PROGRESS": 1, "WAITING_CUSTOMER": 1, "WAITING_THIRD": 1, "ANSWERED": 2,
    "CLOSED": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One request in the list."""

    number: str
    title: str
    icon: str
    status: Status
    promise: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of the conversation; ``event``: something that happened, nobody said it."""

    who: str
    text: str
    at: datetime
    mine: bool
    event: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo the customer sent."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything the page of one request shows, and what may be done there."""

    number: str
    title: str
    icon: str
    status: Status
    steps: list[Step]
    who: str
    promise: str
    standard: str
    next: str
    your_turn: str
    received_at: datetime
    account_no: str
    place: str
    turns: list[Turn]
    photos: list[Photo]
    rating: int | None
    open: bool
    asks_satisfied: bool
    objects: bool
    rates: bool
    withdraws: bool
    reopens: str


def row(case: OwnCase) -> Row:
    """Return a case as a line of the list."""
    card = words.BY_KIND.get(case.kind)
    return Row(
        number=case.number, title=title(case), icon=card.icon if card else "message",
        status=words.status(case.status), received_at=case.registered_at,
        promise=_promise(case, None),
    )  # fmt: skip


def title(case: OwnCase) -> str:
    """Return what a case is about: kind and topic, never what was written."""
    return f"{case.kind_label} · {case.topic}" if case.topic else case.kind_label


def page(file: OwnCaseFile, *, own: OwnAccounts, reader: Reader, at: datetime) -> CasePage:
    """Return the page of one case."""
    case, clock = file.case, _clock(file.case, at)
    numbers = {one.account_id: one.account_no for one in own.every}
    line = row(case)
    return CasePage(
        number=case.number, title=line.title, icon=line.icon, status=line.status,
        steps=_steps(case), who=" · ".join(filter(None, (case.unit, case.department))),
        promise=_promise(case, clock), standard=_standard(clock) if clock else "",
        next=_next(file), your_turn=_your_turn(case), received_at=case.registered_at,
        account_no=numbers.get(case.account_id or 0, ""), place=file.place, turns=_turns(file),
        photos=_photos(case, reader), rating=case.rating, open=file.may_write,
        asks_satisfied=file.may_confirm, objects=file.may_object and file.may_write,
        rates=file.may_rate and not file.may_confirm, withdraws=file.may_cancel,
        reopens=_reopens() if file.may_object and case.status == "CLOSED" else "",
    )  # fmt: skip


def _clock(case: OwnCase, at: datetime) -> ClockView | None:
    """Return the clock that is due next, else nothing."""
    if case.closed_at is not None:
        return None
    clocks = standards.clocks_of(subject_type=CASE, subject_id=case.id, at=at)
    return next((one for one in clocks if one.status in ("RUNNING", "PAUSED")), None)


def _promise(case: OwnCase, clock: ClockView | None) -> str:
    """Return until when the customer hears from us, in words."""
    if case.closed_at is not None:
        return _("Done on {day}").format(day=formats.day(case.closed_at))
    if case.held_by == "CUSTOMER":
        return _("The time stands still until we hear from you")
    if case.due_at is None:
        return ""
    when = formats.moment(case.due_at)
    if case.is_overdue:
        return _("Was promised until {when}; we are late and sorry").format(when=when)
    if clock is not None:
        return _("{what}: until {when}").format(what=clock.title, when=when)
    return _("Until {when}").format(when=when)


def _standard(clock: ClockView) -> str:
    """Return the promise in its own unit and where it comes from."""
    target = words.target(clock.target, clock.unit)
    return f"{target} · {clock.source}"


def _steps(case: OwnCase) -> list[Step]:
    received = pgettext("request", "Received")
    labels = (received, _("In hand"), _("Answered"), _("Your word"), _("Done"))
    if case.status in ("CANCELLED", "MERGED"):
        return [
            Step(label=labels[0], state="done"),
            Step(label=words.status(case.status).label, state="failed"),
        ]
    reached = REACHED.get(case.status, 1)
    here = reached + 1 if case.status == "ANSWERED" else reached
    return [Step(label=label, state=_state(n, here)) for n, label in enumerate(labels)]


def _state(number: int, here: int) -> Literal["done", "current", "waiting"]:
    if number < here or here == REACHED["CLOSED"]:
        return "done"
    return "current" if number == here else "waiting"


def _next(file: OwnCaseFile) -> str:
    status = file.case.status
    if status == "ANSWERED" and not file.may_confirm:
        return _("We make sure that it stays solved, then the request is closed.")
    return {
        "RECEIVED": _("We look at it and give it to those who can solve it."),
        "IN_PROGRESS": _("Those who have it look into it and answer you."),
        "WAITING_CUSTOMER": _("As soon as you answer, we go on."),
        "WAITING_THIRD": _("We go on as soon as somebody outside the company has done their part."),
        "ANSWERED": _("Tell us whether this solved it. If not, it goes back."),
        "CLOSED": _("Nothing more. If it comes back, open it again."),
        "MERGED": _("It goes on together with another request about the same matter."),
    }.get(status, _("Nothing more."))


def _your_turn(case: OwnCase) -> str:
    if case.status != "WAITING_CUSTOMER":
        return ""
    return _("Read the last message and answer it below; the time stands still until then.")


def _reopens() -> str:
    days = policy.desk().reopen_days
    return _("Within {days} days after it was closed it goes on where it was.").format(days=days)


def _turns(file: OwnCaseFile) -> list[Turn]:
    first = Turn(who=_("You"), text=file.text, at=file.case.registered_at, mine=True, event=False)
    told = [] if not file.text else [first]
    return [*told, *(_turn(one) for one in file.entries)]


def _turn(entry: EntryView) -> Turn:
    """Return a turn: the company speaks as one, no employee is named."""
    mine = entry.by_customer
    text = "\n".join(filter(None, (entry.sentence, entry.text)))
    return Turn(
        who=_("You") if mine else _("Power company"), text=text, at=entry.at, mine=mine,
        event=entry.kind == "EVENT",
    )  # fmt: skip


def photo_ids(case: OwnCase, reader: Reader) -> set[int]:
    """Return the ids of the papers that are photos of this case."""
    found = papers.papers_of(subject_type=PHOTOS, subject_id=str(case.id), reader=reader)
    return {one.id for one in found.papers if one.erased_at is None}


def _photos(case: OwnCase, reader: Reader) -> list[Photo]:
    found = papers.papers_of(subject_type=PHOTOS, subject_id=str(case.id), reader=reader)
    return [
        Photo(name=one.current.name, url=reverse("portal:case_photo", args=[case.number, one.id]))
        for one in found.papers
        if one.erased_at is None
    ]


def context(found: CasePage, **more: Any) -> dict[str, Any]:
    """Return what the template needs besides the frame."""
    return {"found": found, "faces": words.FACES, **more}
