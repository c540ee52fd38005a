"""Two cases that are one matter: one goes on, the other ends in it; undone until it is answered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gridhall.foundation.locks import hold_lock
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage
from gridhall.servicedesk.models import Case, CaseLink, Party, Status
from gridhall.servicedesk.refusals import NotRelated, UnableToRelate, UnableToUndo

from . import _route
from ._checks import reason_given
from ._end import end_process
from ._hand import Hand, hand_on

LOCK = "servicedesk relations"
DUPLICATE = CaseLink.LinkKind.DUPLICATE


@transaction.atomic
def merge(*, case_id: int, into_id: int, by_id: int, at: datetime, reason: str) -> Case:
    """Let a case end in another that concerns the same matter; return the one that ended.

    Its process and clocks end, its conversation stays where it is and is read from the other,
    and the customer is told the number under which it goes on. Raises UnableToRelate (one of
    them is over, sealed, a master case, a part), ReasonMissing.
    """
    why = reason_given(reason)
    hold_lock(LOCK)
    with hand_on(into_id, at=at, by_id=by_id) as into, hand_on(case_id, at=at, by_id=by_id) as hand:
        demand_joinable(hand.case, into.case)
        if hand.case.is_master or hand.case.parts.exists():
            raise unable(hand.case, into.case, "MASTER")
        end_process(hand, reason=why)
        hand.set(merged_into_id=into_id, gathered_by_id=None)
        hand.to(Status.MERGED, reason=why)
        hand.signal("cancelled")
        hand.ends = True
        hand.happened("MERGED", shown=True, case=into.case.number)
        into.happened("MERGED_HERE", case=hand.case.number)
        into.fields.add("status")  # so that nobody closes it unseen meanwhile
        _link(hand, into_id, DUPLICATE, by_id=by_id)
        hand.record("merged", reason=why, into=into.case.number)
        _tell(hand, into.case)
    return hand.case


@transaction.atomic
def unmerge(*, case_id: int, by_id: int, at: datetime, reason: str) -> Case:
    """Take a merged case out again: it goes on by itself, from the start of its process.

    Possible until the case it went into is answered. Raises NotRelated, UnableToUndo,
    ReasonMissing.
    """
    why = reason_given(reason)
    hold_lock(LOCK)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        case = hand.case
        if case.merged_into_id is None:
            raise NotRelated(case=case.number, other="—")
        other = Case.objects.get(pk=case.merged_into_id)
        if not other.is_open or other.answered_at is not None:
            raise UnableToUndo(case=other.number)
        hand.set(merged_into_id=None)
        hand.to(Status.IN_PROGRESS, reason=why)
        hand.signal("reopened")
        hand.hold(party=Party.COMPANY, organisation_id=case.handler_organisation_id,
                  role=case.handler_role)  # fmt: skip
        _route.start(hand)
        end_link(hand, other.pk, DUPLICATE)
        hand.happened("UNMERGED", shown=True, case=other.number)
        hand.record("unmerged", reason=why, out_of=other.number)
    return hand.case


@transaction.atomic
def link(*, case_id: int, other_id: int, by_id: int, at: datetime) -> CaseLink:
    """Say that two cases have to do with each other; saying it twice changes nothing.

    Raises UnableToRelate for a sealed case: a link would tell what it is about.
    """
    hold_lock(LOCK)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        other = Case.objects.filter(pk=other_id).first()
        if other is None or other.pk == case_id or other.sealed or hand.case.sealed:
            raise unable(hand.case, other, "SEALED" if other else "UNKNOWN")
        known = linked(case_id, other_id)
        if known is not None:
            return known
        row = _link(hand, other_id, CaseLink.LinkKind.RELATED, by_id=by_id)
        hand.happened("LINKED", case=other.number)
        hand.record("linked", other=other.number)
    return row


@transaction.atomic
def unlink(*, case_id: int, other_id: int, by_id: int, at: datetime) -> None:
    """Take the link between two cases away; that it was there stays. Raises NotRelated."""
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        row = linked(case_id, other_id)
        if row is None:
            raise NotRelated(case=hand.case.number, other=str(other_id))
        row.ended_at, row.ended_by_id = at, by_id
        row.save(update_fields=["ended_at", "ended_by"])
        other = Case.objects.only("number").get(pk=other_id)
        hand.happened("UNLINKED", case=other.number)
        hand.record("unlinked", other=other.number)


def linked(case_id: int, other_id: int) -> CaseLink | None:
    """Return the standing link of two cases, whichever way it was made."""
    related = CaseLink.LinkKind.RELATED
    rows = CaseLink.objects.filter(kind=related, ended_at__isnull=True)
    both = rows.filter(case_id=case_id, other_id=other_id) | rows.filter(
        case_id=other_id, other_id=case_id
    )
    return both.first()


def end_link(hand: Hand, other_id: int, kind: str) -> None:
    """End the standing link of a kind from the case at hand."""
    CaseLink.objects.filter(
        case=hand.case, other_id=other_id, kind=kind, ended_at__isnull=True
    ).update(ended_at=hand.at, ended_by_id=hand.by_id)


def demand_joinable(case: Case, other: Case) -> None:
    """Raise UnableToRelate unless both are open, unsealed, different and no parts of a whole."""
    if case.pk == other.pk:
        raise unable(case, other, "SAME")
    if case.sealed or other.sealed:
        raise unable(case, other, "SEALED")
    if not case.is_open or not other.is_open:
        raise unable(case, other, "OVER")
    if case.part_of_id is not None or other.part_of_id is not None:
        raise unable(case, other, "PART")


def unable(case: Case, other: Case | None, why: str) -> UnableToRelate:
    """Return the refusal with its reason in words."""
    return UnableToRelate(
        case=case.number, other=other.number if other and not other.sealed else "—",
        why=UnableToRelate.REASONS[why],
    )  # fmt: skip


def _link(hand: Hand, other_id: int, kind: str, *, by_id: int) -> CaseLink:
    row, _new = CaseLink.objects.get_or_create(
        case=hand.case, other_id=other_id, kind=kind, ended_at=None,
        defaults={"at": hand.at, "by_id": by_id},
    )  # fmt: skip
    return row


def _tell(hand: Hand, into: Case) -> None:
    case = hand.case
    if case.account_id is None or case.anonymous:
        return
    notice = NewMessage(
        template="servicedesk.merged", dedup_key=f"case {case.pk} merged {case.version}",
        account_id=case.account_id, params={"number": case.number, "other": into.number},
    )  # fmt: skip
    messages.send([notice], at=hand.at)
