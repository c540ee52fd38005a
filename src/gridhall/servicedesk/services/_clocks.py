"""The service desk talks to the clocks of the standards: events, who is charged, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gridhall.foundation.processes import services as processes
from gridhall.foundation.standards import selectors as clocks
from gridhall.foundation.standards import services as standards
from gridhall.foundation.standards.services import Facts
from gridhall.servicedesk.models import Case

from ._engine import SUBJECT

if TYPE_CHECKING:
    from ._hand import Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One event for the clocks, and when it happened."""

    event: str
    at: datetime


def facts_of(case: Case) -> Facts:
    """Return what the standards may ask about a case."""
    return Facts(
        kind=case.kind, category=case.category, grade=case.grade, area=case.area,
        channel=case.channel, organisation_id=case.handler_organisation_id or case.organisation_id,
        user_id=case.handler_id, label=case.number,
    )  # fmt: skip


def send(hand: Hand) -> None:
    """Send what was gathered, charge whoever holds the case now, and note what is due next."""
    case, subject = hand.case, str(hand.case.pk)
    if not (hand.signals or hand.charge or hand.regrade):
        return
    facts, due = facts_of(case), case.due_at
    if hand.regrade:
        standards.regrade(subject_type=SUBJECT, subject_id=subject, facts=facts, at=hand.at)
        due = clocks.due_of(subject_type=SUBJECT, subject_id=subject)
    if hand.signals:
        due = standards.signal_all(
            subject_type=SUBJECT, subject_id=subject, facts=facts, first=hand.new,
            events=[(one.event, one.at) for one in hand.signals],
        )  # fmt: skip
    if hand.charge is not None and not hand.new:
        standards.hand_over(
            subject_type=SUBJECT, subject_id=subject, party=hand.charge.party,
            organisation_id=hand.charge.organisation_id or case.organisation_id,
            user_id=hand.charge.user_id, at=hand.at, reason=hand.charge.reason,
        )  # fmt: skip
    hand.set(due_at=due if case.is_open else None)


def pass_on_due(case: Case) -> None:
    """Tell the work items until when the case is due."""
    processes.set_due(subject_type=SUBJECT, subject_id=str(case.pk), due_at=case.due_at)
