"""What the customer says to the answer: satisfied or not, stars, objections; and asking her."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gridhall.servicedesk import errors, events, steps
from gridhall.servicedesk.models import Case, CaseEntry, Status

from . import _convey, _route
from ._checks import TEXT, fitting, needed
from ._hand import Hand, hand_on
from ._sealed import guard_text
from ._talk import Entry, demand_open, demand_somebody, said_before, tries_allowed
from ._told import facts

STARS = range(1, 6)
TRY = "REVISIT_TRY"


def confirm(
    *, case_id: int, by_id: int, at: datetime, by_customer: bool = False, rating: int | None = None,
    note: str = "", dedup_key: str = "",
) -> Case:  # fmt: skip
    """Note that the customer is satisfied: told to a clerk, or said by herself in the portal.

    Finishes the revisit or confirmation; the case goes on to rectification or ends. Raises
    ActNotDue, CaseEnded, NobodyToAnswer, CaseChoiceRefused, and what the process refuses.
    """
    text = fitting(note, _("text"), TEXT)
    guard_text(case_id=case_id, text=text, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id, by_customer=by_customer) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        _asked(hand)
        hand.set(satisfied=True)
        if rating is not None:
            _rated(hand, rating)
        hand.tell(Entry.EVENT, code="SATISFIED", body=text, shown=True, dedup_key=dedup_key)
        _route.advance(hand, to=steps.ASKED, outcome=steps.SATISFIED, entitled=by_customer)
        hand.record("confirmed", by_customer=by_customer)
    return hand.case


def reject(
    *, case_id: int, reason: str, by_id: int, at: datetime, by_customer: bool = False,
    dedup_key: str = "",
) -> Case:  # fmt: skip
    """Note that the customer is not satisfied, and why: the case goes back to be worked on (R66).

    Raises ActNotDue, CaseEnded, NobodyToAnswer, CaseTextMissing, and what the process refuses.
    """
    text = needed(reason, _("reason"), TEXT)
    guard_text(case_id=case_id, text=text, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id, by_customer=by_customer) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        _asked(hand)
        hand.set(satisfied=False)
        hand.tell(Entry.OBJECTION, body=text, shown=True, dedup_key=dedup_key)
        _route.advance(hand, to=steps.ASKED, outcome=steps.UNSATISFIED, entitled=by_customer)
        hand.to(Status.IN_PROGRESS)
        hand.signal("reopened")
        hand.record("rejected", by_customer=by_customer)
    return hand.case


def object_(
    *, case_id: int, body: str, by_id: int, at: datetime, by_customer: bool = True,
    dedup_key: str = "",
) -> Case:  # fmt: skip
    """Object to how the case goes: an answered one goes back, a closed one is opened again.

    While it is worked on the objection is read by whoever has the case. Raises CaseEnded,
    CaseTextMissing, CaseTextTooLong, and what the process refuses.
    """
    from ._end import reopen

    text = needed(body, _("text"), TEXT)
    with hand_on(case_id, at=at, by_id=by_id, by_customer=by_customer) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        if hand.case.status == Status.ANSWERED and _is_asked(hand):
            return reject(case_id=case_id, reason=text, by_id=by_id, at=at,
                          by_customer=by_customer, dedup_key=dedup_key)  # fmt: skip
        hand.tell(Entry.OBJECTION, body=text, shown=True, dedup_key=dedup_key)
        hand.record("objected", by_customer=by_customer)
        if hand.case.status == Status.CLOSED:
            return reopen(case_id=case_id, reason=text, by_id=by_id, at=at, by_customer=by_customer)
        demand_open(hand)
        people = [hand.case.handler_id] if hand.case.handler_id else []
        _convey.tell_people(hand.case, template="servicedesk.case_objection", user_ids=people,
                            key=f"objection {at.isoformat()}", hand=hand)  # fmt: skip
    return hand.case


def rate(
    *, case_id: int, rating: int, by_id: int | None, at: datetime, by_customer: bool = True,
    body: str = "", dedup_key: str = "",
) -> Case:  # fmt: skip
    """Keep the customer's one to five stars for a case that was answered; once.

    Raises ActNotDue, NobodyToAnswer, CaseChoiceRefused, CaseTextTooLong.
    """
    text = fitting(body, _("text"), TEXT)
    with hand_on(case_id, at=at, by_id=by_id, by_customer=by_customer) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        demand_somebody(hand)
        known = hand.case.rating is not None
        if known or hand.case.status not in (Status.ANSWERED, Status.CLOSED):
            raise errors.ActNotDue(case=hand.case.number)
        _rated(hand, rating)
        hand.tell(Entry.EVENT, code="RATED", params={"rating": rating}, body=text, shown=True,
                  dedup_key=dedup_key)  # fmt: skip
        hand.record("rated", rating=rating)
    return hand.case


def _rated(hand: Hand, rating: int) -> None:
    if rating not in STARS:
        raise errors.CaseChoiceRefused(field=_("rating"), value=str(rating)[:20], known="1–5")
    hand.set(rating=rating)
    hand.events.append(
        events.CaseRated(**facts(hand.case), rated_at=hand.at.isoformat(), rating=rating)
    )


def revisit(
    *, case_id: int, outcome: str, by_id: int, at: datetime, note: str = "", channel: str = "",
    dedup_key: str = "",
) -> Case:  # fmt: skip
    """Note a revisit: SATISFIED, UNSATISFIED (``note`` says why), or NOT_REACHED.

    Nobody reached: tried again, as often as ``desk_rules`` says; after the last try the case goes
    on without the customer's word. Raises as ``confirm`` and ``reject``.
    """
    if outcome == steps.SATISFIED:
        return confirm(case_id=case_id, by_id=by_id, at=at, note=note, dedup_key=dedup_key)
    if outcome == steps.UNSATISFIED:
        return reject(case_id=case_id, reason=note, by_id=by_id, at=at, dedup_key=dedup_key)
    if outcome != steps.NOT_REACHED:
        known = ", ".join((steps.SATISFIED, steps.UNSATISFIED, steps.NOT_REACHED))
        raise errors.CaseChoiceRefused(field=_("outcome"), value=outcome[:20], known=known)
    text = fitting(note, _("text"), TEXT)
    guard_text(case_id=case_id, text=text, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        _asked(hand)
        number = tries_of(hand.case) + 1
        hand.tell(Entry.CALL, code=TRY, params={"try": number}, body=text,
                  channel=channel or hand.case.channel, dedup_key=dedup_key)  # fmt: skip
        hand.record("revisit_tried", number=number)
        if number >= tries_allowed(at):
            _route.advance(hand, to=steps.ASKED, outcome=steps.NOT_REACHED)
    return hand.case


def tries_of(case: Case) -> int:
    """Return how often nobody was reached since the last answer."""
    rows = CaseEntry.objects.filter(case=case, code=TRY)
    if case.answered_at is not None:
        rows = rows.filter(at__gte=case.answered_at)
    return rows.count()


def _asked(hand: Hand) -> None:
    """Raise unless the customer of this case is to be asked now."""
    demand_open(hand)
    demand_somebody(hand)
    if not _is_asked(hand):
        raise errors.ActNotDue(case=hand.case.number)


def _is_asked(hand: Hand) -> bool:
    item = _route.open_item(hand.case)
    return item is not None and item.step in steps.ASKED
