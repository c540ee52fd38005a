"""The conversation: with the customer, and inside the company."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.servicedesk import desk_rules, errors, routing, steps
from gridhall.servicedesk.models import Case, CaseChannel, CaseEntry, Kind, Party, Status

from . import _convey, _follow, _route
from ._checks import TEXT, cause_of, chosen, fitting, needed
from ._choices import FINDINGS, PARTIES
from ._hand import Hand, hand_on
from ._parts import demand_parts_answered
from ._sealed import guard_text

Entry = CaseEntry.EntryKind


def said_before(case_id: int, dedup_key: str) -> bool:
    """Tell whether this very act was done already (a double click)."""
    key = f"{case_id}:{dedup_key}"
    return bool(dedup_key) and CaseEntry.objects.filter(dedup_key=key).exists()


def demand_open(hand: Hand) -> None:
    """Raise CaseEnded for a case in which nothing more happens."""
    if not hand.case.is_open:
        raise errors.CaseEnded(case=hand.case.number)


def demand_somebody(hand: Hand) -> None:
    """Raise NobodyToAnswer for an anonymous case."""
    if hand.case.anonymous:
        raise errors.NobodyToAnswer(case=hand.case.number)


def first_contact(hand: Hand) -> None:
    """Note that the company spoke with the customer, the first time above all."""
    case = hand.case
    if case.first_response_at is None:
        hand.set(first_response_at=hand.at)
        hand.signal("first_response")
        hand.signal("first_reply")
    if case.status == Status.RECEIVED:
        hand.to(Status.IN_PROGRESS)


def respond(
    *, case_id: int, by_id: int, at: datetime, body: str = "", channel: str = "",
    dedup_key: str = "",
) -> Case:  # fmt: skip
    """Note the first contact with the customer: called back, written to, met (R67).

    Stops the clock of the first response. Raises CaseEnded, NobodyToAnswer, MayIdentifyInformant.
    """
    text = fitting(body, _("text"), TEXT)
    guard_text(case_id=case_id, text=text, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        demand_open(hand)
        demand_somebody(hand)
        first_contact(hand)
        hand.tell(Entry.CALL, body=text, code="RESPONDED", channel=_way(hand, channel),
                  dedup_key=dedup_key)  # fmt: skip
        hand.record("responded")
    return hand.case


def remark(
    *, case_id: int, body: str, by_id: int, at: datetime, internal: bool = True,
    dedup_key: str = "", confirmed: bool = False,
) -> Case:  # fmt: skip
    """Add a note: inside the company, or (``internal=False``) one that the customer reads too.

    ``confirmed``: a named officer lets a text stand that may tell who reported. Raises
    CaseTextMissing, CaseTextTooLong, MayIdentifyInformant.
    """
    text = needed(body, _("text"), TEXT)
    guard_text(case_id=case_id, text=text, by_id=by_id, at=at, confirmed=confirmed)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        kind = Entry.REMARK if internal else Entry.REPLY
        hand.tell(kind, body=text, shown=not internal, dedup_key=dedup_key)
        hand.record("remarked", internal=internal)
    return hand.case


def reply(
    *, case_id: int, body: str, by_id: int, at: datetime, channel: str = "", dedup_key: str = "",
) -> Case:  # fmt: skip
    """Write to the customer, as often as it takes (answer in steps, R58); the case goes on.

    It goes out through the original channel where the house can send there (R70). Raises
    CaseEnded, NobodyToAnswer, CaseTextMissing, CaseTextTooLong, MayIdentifyInformant.
    """
    text = needed(body, _("text"), TEXT)
    guard_text(case_id=case_id, text=text, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        demand_open(hand)
        demand_somebody(hand)
        first_contact(hand)
        _send(hand, Entry.REPLY, text, channel=channel, dedup_key=dedup_key)
        hand.record("replied", channel=_way(hand, channel))
    return hand.case


def propose(
    *, case_id: int, body: str, by_id: int, at: datetime, channel: str = "", dedup_key: str = "",
) -> Case:  # fmt: skip
    """Propose a solution to the customer and finish the step of measures (24 hours, R67).

    Raises ActNotDue, CaseEnded, CaseTextMissing, CaseTextTooLong, MayIdentifyInformant, and what
    the process refuses.
    """
    text = needed(body, _("text"), TEXT)
    guard_text(case_id=case_id, text=text, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        demand_open(hand)
        _route.advance(hand, to=[steps.MEASURES])
        _spoken(hand)
        _send(hand, Entry.PROPOSAL, text, channel=channel, dedup_key=dedup_key)
        hand.record("proposed")
    return hand.case


def answer(
    *, case_id: int, body: str, by_id: int, at: datetime, finding: str = "", cause: str = "",
    liable: str = "", liable_organisation_id: int | None = None, channel: str = "",
    dedup_key: str = "", entitled: bool = False, quietly: bool = False,
) -> Case:  # fmt: skip
    """Give the result: what was found, why, who is liable, in words for the customer (R66).

    Complaints and reports need a ``finding``. The steps a person does in one go with the answer
    are finished too. It goes out through the original channel; of an anonymous case it is only
    recorded. ``entitled``: the caller has seen to the right (one answer to all);
    ``quietly``: no message goes out, for the customer has it already. A split case is answered
    when its parts are. Raises
    FindingMissing, CauseRefused, CaseChoiceRefused, ActNotDue, CaseEnded, CaseTextMissing,
    CaseTextTooLong, MayIdentifyInformant, and what the process refuses.
    """
    text = needed(body, _("text"), TEXT)
    guard_text(case_id=case_id, text=text, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        demand_open(hand)
        demand_parts_answered(hand.case)
        values = _result(hand, finding=finding, cause=cause, liable=liable,
                         liable_organisation_id=liable_organisation_id)  # fmt: skip
        _spoken(hand)
        _send(hand, Entry.ANSWER, text, channel=channel, dedup_key=dedup_key, quietly=quietly)
        _route.advance(hand, to=[steps.REPLY], values=values, entitled=entitled)
        hand.record("answered", finding=finding, cause=cause, liable=liable)
    return hand.case


def _result(
    hand: Hand, *, finding: str, cause: str, liable: str, liable_organisation_id: int | None
) -> dict[str, str]:
    case = hand.case
    found = finding or case.finding
    needs = Kind(case.kind) in routing.WITH_FINDING
    if needs and not found:
        raise errors.FindingMissing(case=case.number)
    if finding:
        chosen(finding, FINDINGS, _("finding"))
    if liable:
        chosen(liable, PARTIES, _("liable party"))
    hand.set(finding=found, liable=liable or case.liable)
    if cause:
        hand.set(cause_id=cause_of(cause, on=timezone.localdate(hand.at)).pk)
    if liable_organisation_id is not None:
        hand.set(liable_organisation_id=liable_organisation_id)
    return {"finding": found} if needs else {}


def _spoken(hand: Hand) -> None:
    if not hand.case.anonymous:
        first_contact(hand)


def _send(
    hand: Hand, kind: str, text: str, *, channel: str, dedup_key: str, quietly: bool = False
) -> None:
    case = hand.case
    shown = not (case.anonymous or case.sealed)
    key = dedup_key or f"{kind} {hand.at.isoformat()}"
    way = _convey.NOBODY
    if not quietly:
        way = _convey.tell_customer(hand, text=text, key=key, channel=channel)
    hand.tell(kind, body=text, shown=shown, channel=_way(hand, channel), dedup_key=dedup_key,
              params={"sent": way})  # fmt: skip


def _way(hand: Hand, channel: str) -> str:
    if channel:
        chosen(channel, CaseChannel, _("channel"))
    return channel or hand.case.channel


def write_in(
    *, case_id: int, body: str, by_id: int | None, at: datetime, dedup_key: str = "",
    channel: str = "",
) -> Case:  # fmt: skip
    """Add what the customer writes; a case that waits for her goes on.

    Raises CaseEnded, CaseTextMissing, CaseTextTooLong.
    """
    text = needed(body, _("text"), TEXT)
    with hand_on(case_id, at=at, by_id=by_id, by_customer=True) as hand:
        if said_before(case_id, dedup_key):
            return hand.case
        demand_open(hand)
        hand.tell(Entry.MESSAGE, body=text, shown=True, channel=_way(hand, channel),
                  dedup_key=dedup_key)  # fmt: skip
        if hand.case.held_by == Party.CUSTOMER:
            _follow.resume(hand)
        hand.record("written_in")
    return hand.case


def tries_allowed(at: datetime) -> int:
    """Return how often somebody is called before a revisit is given up."""
    return desk_rules.contact_rule("FOLLOW_UP", on=timezone.localdate(at)).tries
