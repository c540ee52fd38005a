"""Finding out that a matter came back: the same customer, the same topic, closed before."""

from __future__ import annotations

from datetime import datetime

from gridhall.servicedesk import selectors
from gridhall.servicedesk.models import Case
from gridhall.servicedesk.selectors import Repeated

from ._hand import Hand


def first_repeat(case: Case, *, at: datetime) -> Repeated | None:
    """Return the latest closed case that this one repeats; none for parts and sealed cases."""
    if case.sealed or case.anonymous or case.part_of_id is not None:
        return None
    index = case.contact_phone_index
    return selectors.latest_repeat_of(
        at=at, kind=case.kind, topic_id=case.topic_id, account_id=case.account_id,
        phone_index=bytes(index) if index else None, but_id=case.pk,
    )  # fmt: skip


def note_repeat(hand: Hand) -> None:
    """Note the case that a newly classified one repeats; what is noted already stays."""
    if hand.case.repeat_of_id is not None:
        return
    repeated = first_repeat(hand.case, at=hand.at)
    if repeated is not None:
        hand.set(repeat_of_id=repeated.pk)
        hand.happened("REPEATS", case=repeated.number)
