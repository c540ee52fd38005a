"""Noting what others said about somebody's work; each thing once."""

from __future__ import annotations

from datetime import datetime

from ..models import ClosedWork, CustomerRating


def note_closed_work(
    *, case_id: int, number: str, kind: str, channel: str, finding: str, person_id: int,
    organisation_id: int, closed_at: datetime,
) -> None:  # fmt: skip
    """Note a finished case. Closed again after it was re-opened, the last closing counts."""
    ClosedWork.objects.update_or_create(
        case_ref=case_id,
        defaults={
            "case_number": number, "kind": kind, "channel": channel, "finding": finding,
            "person_id": person_id, "organisation_id": organisation_id, "closed_at": closed_at,
        },
    )  # fmt: skip


def note_rating(
    *, answer_id: int, number: str, person_id: int, organisation_id: int, score: int,
    is_satisfied: bool, answered_at: datetime,
) -> None:  # fmt: skip
    """Note a customer's rating; an answer is given once and never changes."""
    CustomerRating.objects.get_or_create(
        answer_ref=answer_id,
        defaults={
            "case_number": number, "person_id": person_id, "organisation_id": organisation_id,
            "score": score, "is_satisfied": is_satisfied, "answered_at": answered_at,
        },
    )  # fmt: skip
