"""One case with several matters: a part for each department, one answer to the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gridhall.foundation.locks import hold_lock
from gridhall.servicedesk.models import Case, CaseEntry, CaseLink, Finding, Status
from gridhall.servicedesk.records import NewCase

from ._checks import TEXT, reason_given
from ._hand import hand_on
from ._merging import LOCK, unable
from ._parts import is_answered
from ._register import register_case
from ._talk import answer

SPLIT = CaseLink.LinkKind.SPLIT
#: The graver finding of the parts is that of the whole.
GRAVEST = (Finding.JUSTIFIED, Finding.PARTLY, Finding.NOT_VERIFIABLE, Finding.UNJUSTIFIED,
           Finding.SOLVED, Finding.WITHDRAWN)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPart:
    """One part of a split case: its topic decides which department works on it."""

    topic: str
    summary: str
    text: str = ""
    organisation_id: int | None = None


@transaction.atomic
def split(
    *, case_id: int, parts: tuple[NewPart, ...], by_id: int, at: datetime, reason: str
) -> list[Case]:
    """Split a case into parts, each with a process of its own; return them.

    The customer hears once: parts are answered to the case, which is answered with all their
    answers when the last one is there (``answer_whole``) and cannot be before. Raises
    UnableToRelate (over, sealed, a part itself, fewer than two parts at first), ReasonMissing,
    and what registering a case refuses.
    """
    why = reason_given(reason)
    hold_lock(LOCK)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        case = hand.case
        demand_splittable(case, len(parts))
        first = case.parts.count() + 1
        made = [
            _part(case, part, number, by_id=by_id, at=at)
            for number, part in enumerate(parts, start=first)
        ]
        CaseLink.objects.bulk_create(
            [CaseLink(case=case, other=one, kind=SPLIT, at=at, by_id=by_id) for one in made]
        )
        hand.happened("SPLIT", cases=", ".join(one.number for one in made))
        hand.record("split", reason=why, parts=[one.number for one in made])
    return made


def demand_splittable(case: Case, parts: int) -> None:
    """Raise UnableToRelate unless a case may be split into so many parts."""
    if case.sealed or not case.is_open or case.part_of_id is not None:
        why = "SEALED" if case.sealed else "PART" if case.part_of_id else "OVER"
        raise unable(case, None, why)
    if not parts or (parts < 2 and not case.parts.exists()):
        raise unable(case, None, "FEW")


def _part(case: Case, part: NewPart, number: int, *, by_id: int, at: datetime) -> Case:
    made = register_case(
        new=NewCase(
            kind=case.kind, topic=part.topic, summary=part.summary, text=part.text,
            channel=case.channel, organisation_id=part.organisation_id or case.organisation_id,
            account_id=None if case.anonymous else case.account_id, anonymous=case.anonymous,
            wants_reply=False, area=case.area, grade=case.grade, priority=case.priority,
            received_at=case.received_at, part_of_id=case.pk,
        ),
        by_id=by_id, at=at, dedup_key=f"part {number} of {case.pk}",
    )  # fmt: skip
    with hand_on(made.pk, at=at, by_id=by_id) as hand:
        hand.happened("SPLIT_FROM", case=case.number)
    return made


@transaction.atomic
def answer_whole(*, part_id: int, at: datetime) -> Case | None:
    """Answer the case a part belongs to, if that was the last part; return it, else None.

    The answers of the parts, one after the other, are the answer; their gravest finding is its
    finding. Called after every answered part; calling it again changes nothing.
    """
    part = Case.objects.filter(pk=part_id, part_of__isnull=False).first()
    if part is None or part.part_of_id is None:
        return None
    hold_lock(f"parts of case {part.part_of_id}")
    whole = Case.objects.get(pk=part.part_of_id)
    parts = list(whole.parts.exclude(status=Status.CANCELLED).order_by("pk"))
    if not whole.is_open or whole.answered_at is not None or not parts:
        return None
    if not all(is_answered(one) for one in parts):
        return None
    split_by = CaseLink.objects.filter(case=whole, kind=SPLIT).latest("pk").by_id
    findings = {one.finding for one in parts}
    return answer(
        case_id=whole.pk, by_id=split_by, at=at, entitled=True,
        body="\n".join(_answer_of(one) for one in parts)[:TEXT],
        finding=next((one for one in GRAVEST if one in findings), ""),
        dedup_key="answer of all parts",
    )  # fmt: skip


def _answer_of(part: Case) -> str:
    rows = CaseEntry.objects.filter(case=part, kind=CaseEntry.EntryKind.ANSWER)
    last: Any = rows.order_by("-pk").first()
    return last.body if last else part.summary
