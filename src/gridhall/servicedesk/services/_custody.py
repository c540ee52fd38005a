"""Who holds a case: departments and people of the company, the customer, a third party."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.processes import services as processes
from gridhall.servicedesk import errors
from gridhall.servicedesk.models import Case, Party, Status

from . import _follow, _route
from ._checks import chosen, reason_given
from ._hand import Hand, hand_on
from ._sealed import guard_text
from ._talk import demand_open

WAITS = {Party.CUSTOMER: Status.WAITING_CUSTOMER, Party.THIRD_PARTY: Status.WAITING_THIRD}
EVENTS = {Party.CUSTOMER: "waiting_customer", Party.THIRD_PARTY: "waiting_third"}


def hand_to(
    *, case_id: int, reason: str, by_id: int, at: datetime, organisation_id: int | None = None,
    role: str = "", user_id: int | None = None,
) -> Case:  # fmt: skip
    """Hand the case to another unit, department or person; the time is theirs from now (R69).

    What is left out stays as it is. Raises CaseEnded, ReasonMissing, CaseChoiceRefused,
    UnitRefused, MayIdentifyInformant, UnableToTake (the person does not hold the role there).
    """
    why = reason_given(reason)
    guard_text(case_id=case_id, text=why, by_id=by_id, at=at)
    if role:
        chosen(role, Role, _("role"))
    if organisation_id and not identity.names_of(organisation_ids=[organisation_id]):
        raise errors.UnitRefused
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        case = hand.case
        demand_open(hand)
        _demand_kept_sealed(hand, role)
        _move(hand, organisation_id=organisation_id, role=role)
        item = _route.open_item(case)
        if user_id is not None and item is not None:
            _assign(hand, item.item_id, user_id, why)
        hand.set(handler_id=user_id)
        if item is not None:
            hand.set(handler_role=item.role, handler_organisation_id=item.organisation_id)
        if case.status in WAITS.values():
            _follow.resume(hand)
        hand.hold(party=Party.COMPANY, organisation_id=case.handler_organisation_id,
                  role=case.handler_role, user_id=case.handler_id, reason=why)  # fmt: skip
        hand.happened("HANDED_TO", shown=True, organisation_id=case.handler_organisation_id,
                      role=case.handler_role)  # fmt: skip
        hand.record("handed", reason=why, organisation=case.handler_organisation_id,
                    role=case.handler_role, user=user_id)  # fmt: skip
    return hand.case


def _demand_kept_sealed(hand: Hand, role: str) -> None:
    if hand.case.sealed and role not in ("", Role.REPORT_OFFICER):
        raise errors.CaseChoiceRefused(field=_("role"), value=role, known=Role.REPORT_OFFICER.label)


def _move(hand: Hand, *, organisation_id: int | None, role: str) -> None:
    case = hand.case
    instance_id = _route.running(case)
    if instance_id is None:
        return
    values = {"handling_role": role} if role and not case.sealed else {}
    processes.move(
        instance_id=instance_id, values=values, by_id=hand.by_id, at=hand.at,
        organisation_id=organisation_id or case.handler_organisation_id or case.organisation_id,
    )  # fmt: skip


def _assign(hand: Hand, item_id: int, user_id: int, note: str) -> None:
    by_id, unit = _route.actor(hand), hand.case.handler_organisation_id or 0
    rights = identity.actions_at(
        user_id=by_id, organisation_id=unit, on=timezone.localdate(hand.at)
    )
    if user_id == by_id:
        processes.claim(item_id=item_id, by_id=user_id, at=hand.at)
    elif "work.assign" in rights:
        processes.assign(item_id=item_id, to_id=user_id, by_id=by_id, at=hand.at, note=note)
    else:
        processes.delegate(item_id=item_id, to_id=user_id, by_id=by_id, at=hand.at, note=note)


def take(*, case_id: int, by_id: int, at: datetime) -> Case:
    """Take the open step of a case into one's own hands. Raises CaseEnded, ActNotDue, and what
    the process refuses (somebody else has it, the role is not hers).
    """
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        demand_open(hand)
        item = _route.open_item(hand.case)
        if item is None:
            raise errors.ActNotDue(case=hand.case.number)
        processes.claim(item_id=item.item_id, by_id=by_id, at=at)
        hand.set(handler_id=by_id)
        if hand.case.held_by == Party.COMPANY:
            hand.hold(party=Party.COMPANY, organisation_id=hand.case.handler_organisation_id,
                      role=hand.case.handler_role, user_id=by_id)  # fmt: skip
        hand.record("taken")
    return hand.case


def wait_for(*, case_id: int, party: str, reason: str, by_id: int, at: datetime) -> Case:
    """Let a case wait for the customer or a third party: clocks that allow it pause, and the time
    is charged to them. Raises CaseEnded, AlreadyWaiting, ReasonMissing, CaseChoiceRefused,
    NobodyToAnswer, MayIdentifyInformant.
    """
    why = reason_given(reason)
    guard_text(case_id=case_id, text=why, by_id=by_id, at=at)
    if party not in WAITS:
        known = ", ".join(WAITS)
        raise errors.CaseChoiceRefused(field=_("party"), value=party[:20], known=known)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        demand_open(hand)
        if hand.case.status in WAITS.values():
            raise errors.AlreadyWaiting(case=hand.case.number)
        if party == Party.CUSTOMER and hand.case.anonymous:
            raise errors.NobodyToAnswer(case=hand.case.number)
        hand.to(WAITS[Party(party)], reason=why)
        hand.signal(EVENTS[Party(party)])
        hand.hold(party=party, reason=why)
        hand.happened(f"WAITING_{party}", shown=True)
        hand.record("waiting", reason=why, party=party)
    return hand.case


def back(*, case_id: int, by_id: int | None, at: datetime, reason: str = "") -> Case:
    """Let a case that waited go on: the company has it again. Raises CaseEnded, NotWaiting."""
    guard_text(case_id=case_id, text=reason, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        demand_open(hand)
        if hand.case.status not in WAITS.values():
            raise errors.NotWaiting(case=hand.case.number)
        _follow.resume(hand)
        hand.happened("BACK", shown=True)
        hand.record("resumed", reason=reason)
    return hand.case
