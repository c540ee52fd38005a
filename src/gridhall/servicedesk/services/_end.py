"""The end of a case by decision, and its opening again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.processes import services as processes
from gridhall.servicedesk import errors, events, policy, routing
from gridhall.servicedesk.models import Case, Kind, Status

from . import _follow, _route
from ._checks import chosen, reason_given
from ._choices import FINDINGS
from ._hand import Hand, hand_on
from ._sealed import guard_text
from ._talk import demand_open
from ._told import facts


def close(
    *, case_id: int, reason: str, by_id: int, at: datetime, finding: str = "",
    satisfied: bool | None = None,
) -> Case:  # fmt: skip
    """Close a case before its process ends: withdrawn, settled otherwise. The reason stays.

    Raises CaseEnded, ReasonMissing, CaseChoiceRefused, MayIdentifyInformant.
    """
    why = reason_given(reason)
    guard_text(case_id=case_id, text=why, by_id=by_id, at=at)
    if finding:
        chosen(finding, FINDINGS, _("finding"))
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        demand_open(hand)
        end_process(hand, reason=why)
        hand.set(finding=finding or hand.case.finding)
        if satisfied is not None:
            hand.set(satisfied=satisfied)
        _follow.close(hand)
        hand.changes[-1].reason = why
        hand.record("closed", reason=why, finding=finding)
    return hand.case


def cancel(
    *, case_id: int, reason: str, by_id: int, at: datetime, by_customer: bool = False
) -> Case:
    """Take a case back: registered by mistake, or withdrawn before anything was done.

    Raises CaseEnded, ReasonMissing, MayIdentifyInformant.
    """
    why = reason_given(reason)
    guard_text(case_id=case_id, text=why, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id, by_customer=by_customer) as hand:
        demand_open(hand)
        end_process(hand, reason=why)
        hand.to(Status.CANCELLED, reason=why)
        hand.signal("cancelled")
        hand.ends = True
        hand.happened("CANCELLED", shown=True)
        hand.events.append(events.CaseCancelled(**facts(hand.case), cancelled_at=at.isoformat()))
        hand.record("cancelled", reason=why)
    return hand.case


def end_process(hand: Hand, *, reason: str) -> None:
    """Stop the process of a case that ends before it does: its work items go."""
    instance_id = _route.running(hand.case)
    if instance_id is not None:
        processes.cancel(
            instance_id=instance_id, by_id=hand.by_id, at=hand.at, reason=reason or "–"
        )


def reopen(
    *, case_id: int, reason: str, by_id: int, at: datetime, by_customer: bool = False
) -> Case:
    """Open a closed case again, where its work is done (R66, R76).

    The company's rule says within how many days; later it is a new case. Raises CaseNotEnded,
    ReopenedTooLate, ReasonMissing.
    """
    why = "" if by_customer else reason_given(reason)  # the customer's words stay encrypted
    guard_text(case_id=case_id, text=why, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id, by_customer=by_customer) as hand:
        case = hand.case
        if case.status != Status.CLOSED or case.closed_at is None:
            raise errors.CaseNotEnded(case=case.number)
        days = policy.desk().reopen_days
        if at > case.closed_at + timedelta(days=days):
            raise errors.ReopenedTooLate(case=case.number, days=days)
        hand.set(closed_at=None, satisfied=None, rating=None, reopened=case.reopened + 1)
        hand.to(Status.IN_PROGRESS, reason=why)
        hand.happened("REOPENED", shown=True)
        hand.signal("reopened")
        hand.events.append(events.CaseReopened(**facts(case), reopened_at=at.isoformat()))
        processes.reopen(
            instance_id=_route.latest(case), step=routing.BACK_TO[Kind(case.kind)],
            by_id=by_id, at=at, reason=reason or why,
        )  # fmt: skip
        hand.record("reopened", reason=why)
    return hand.case
