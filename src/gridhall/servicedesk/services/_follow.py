"""The case follows its process: every step moves status, moments, custody and clocks."""

from __future__ import annotations

from gridhall.foundation.processes.registry import Change, Happening
from gridhall.servicedesk import events, steps
from gridhall.servicedesk.models import Party, Status

from ._hand import Hand, at_hand, hand_on
from ._told import facts

WAITING = (Status.WAITING_CUSTOMER, Status.WAITING_THIRD)
START = "received"


def follow(change: Change) -> None:
    """Take over what happened to the process of a case, in the same transaction."""
    own = at_hand(int(change.subject_id))
    with hand_on(int(change.subject_id), at=change.at, by_id=change.by_id) as hand:
        match change.kind:
            case Happening.ENTERED:
                _entered(hand, change)
            case Happening.LEFT:
                _left(hand, change)
            case Happening.RETURNED:
                hand.happened("SENT_BACK")
            case Happening.ENDED:
                close(hand)
            case _:
                return
        if not own and change.kind in (Happening.LEFT, Happening.RETURNED):
            hand.record("step_done", step=change.step, outcome=change.outcome)


def _left(hand: Hand, change: Change) -> None:
    if change.step == START:
        return
    case = hand.case
    if case.status in WAITING:
        resume(hand)
    if change.by_id is not None and not hand.by_customer:
        hand.set(handler_id=change.by_id)
    for meaning in (
        steps.LEFT.get(change.step),
        steps.LEFT_BY_OUTCOME.get((change.step, change.outcome)),
    ):
        if meaning is None or change.timer:
            continue
        hand.signal(meaning.event)
        if meaning.moment:
            hand.set(**{meaning.moment: change.at})
    if change.step == steps.REPLY:
        hand.events.append(
            events.CaseAnswered(
                **facts(case), answered_at=change.at.isoformat(), finding=case.finding
            )
        )
    if change.step in steps.ASKED and change.outcome == steps.SATISFIED:
        hand.signal("satisfied")


def _entered(hand: Hand, change: Change) -> None:
    if change.step == START or not change.role:
        return
    case = hand.case
    if hand.new and change.step != steps.CLASSIFY and change.step not in ("judge", "accept"):
        hand.signal("accepted")  # routed at once: nobody has to look at it first
    _status(hand, change.step)
    if change.role != case.handler_role:
        hand.set(handler_id=None)
    hand.set(handler_role=change.role,
             handler_organisation_id=change.organisation_id or case.organisation_id)  # fmt: skip
    if case.status not in WAITING:
        hand.hold(party=Party.COMPANY, organisation_id=case.handler_organisation_id,
                  role=case.handler_role, user_id=case.handler_id)  # fmt: skip


def _status(hand: Hand, step: str) -> None:
    if step in steps.AFTER_ANSWER and hand.case.answered_at is not None:
        hand.to(Status.ANSWERED)
    elif not hand.new:
        hand.to(Status.IN_PROGRESS)


def resume(hand: Hand) -> None:
    """Take the case back from the customer or a third party: the company's time runs again."""
    case = hand.case
    hand.signal("customer_back" if case.status == Status.WAITING_CUSTOMER else "third_back")
    hand.to(Status.IN_PROGRESS)
    hand.hold(party=Party.COMPANY, organisation_id=case.handler_organisation_id,
              role=case.handler_role, user_id=case.handler_id)  # fmt: skip


def close(hand: Hand) -> None:
    """End the case: its process reached the end."""
    case = hand.case
    if case.status in WAITING:
        resume(hand)
    hand.to(Status.CLOSED)
    hand.set(closed_at=hand.at)
    hand.signal("closed")
    hand.ends = True
    hand.happened("CLOSED", shown=True)
    hand.events.append(
        events.CaseClosed(
            **facts(case), closed_at=hand.at.isoformat(), finding=case.finding,
            satisfied=case.satisfied,
        )
    )  # fmt: skip
