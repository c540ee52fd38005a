"""Handing a low score to the service desk: a call to the customer, planned until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gridhall.servicedesk import services as desk
from gridhall.servicedesk.refusals import ContactReachesNobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom to call back about what, until when; ids and numbers only."""

    answer_id: int
    case_id: int | None
    case_number: str
    account_id: int
    organisation_id: int
    score: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What the service desk opened."""

    contact_id: int | None = None
    case_number: str = ""


def open_at_desk(wanted: Wanted, *, at: datetime) -> Opened | None:
    """Have the service desk plan a call, once an answer; None when nobody could be called.

    The call is tied to the case when the desk still has it, else to the account alone.
    """
    for case_id in dict.fromkeys((wanted.case_id, None)):
        try:
            contact = desk.plan_contact(
                form="CALL", why="LOW_SCORE", due_on=wanted.due_on, at=at, case_id=case_id,
                account_id=wanted.account_id, organisation_id=wanted.organisation_id,
                dedup_key=f"low-score:{wanted.answer_id}",
            )  # fmt: skip
        except ContactReachesNobody:  # the desk does not have the case, or it is sealed
            continue
        return Opened(contact_id=contact.pk, case_number=wanted.case_number)
    return None
