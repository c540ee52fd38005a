"""Telling the customer: through the channel she came by, as far as the house can send there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridhall.foundation.messages import channels
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage
from gridhall.servicedesk.models import Case, CaseChannel
from gridhall.servicedesk.routing import ONLINE

if TYPE_CHECKING:
    from ._hand import Hand

IN_APP, EMAIL, BY_HAND, NOBODY = "IN_APP", "EMAIL", "BY_HAND", "NOBODY"
NEWS, LETTER = "servicedesk.case_news", "servicedesk.case_letter"


def tell_customer(hand: Hand, *, text: str, key: str, channel: str = "") -> str:
    """Send a text the way the case came in (R70); return how it goes.

    With an account the message lies in the online hall, and a notice goes out by the ways the
    customer chose; it names the case only. An e-mail address of the case gets the text itself.
    Telephone, letter and hall are the clerk's own doing (BY_HAND). Of an anonymous or sealed case
    nothing leaves the house (NOBODY).
    """
    case = hand.case
    if case.anonymous or case.sealed or not case.wants_reply:
        return NOBODY
    way = channel or case.channel
    if way == CaseChannel.EMAIL and case.contact_email and channels.is_set_up(EMAIL):
        messages.send_direct(
            channel=EMAIL, to=case.contact_email, template=LETTER, urgent=False, at=hand.at,
            params={"number": case.number, "text": text}, dedup_key=f"case {case.pk} {key}",
        )  # fmt: skip
        return EMAIL
    if case.account_id is not None:
        notice = NewMessage(
            template=NEWS, dedup_key=f"case {case.pk} {key}", account_id=case.account_id,
            params={"number": case.number},
        )  # fmt: skip
        messages.send([notice], at=hand.at)
        return IN_APP if way in ONLINE else BY_HAND
    return BY_HAND


def tell_people(case: Case, *, template: str, user_ids: list[int], key: str, hand: Hand) -> None:
    """Put a notice about a case into the boxes of employees."""
    notices = [
        NewMessage(template=template, dedup_key=f"case {case.pk} {key} {user_id}",
                   employee_id=user_id, params={"number": case.number})
        for user_id in user_ids
    ]  # fmt: skip
    if notices:
        messages.send(notices, at=hand.at)
