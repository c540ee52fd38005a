"""Letting go of what people wrote about somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from ..models import StepLog, WorkItemEvent


@transaction.atomic
def forget_notes(*, subject_type: str, subject_ids: Iterable[object]) -> int:
    """Empty the notes and reasons of some subjects' processes; return how many rows there are.

    Who did what when stays. For the erasure of a person's data by the context of the subjects.
    """
    ids = [str(one) for one in subject_ids]
    lines = StepLog.objects.filter(
        instance__subject_type=subject_type, instance__subject_id__in=ids
    )
    hands = WorkItemEvent.objects.filter(item__subject_type=subject_type, item__subject_id__in=ids)
    return lines.update(note="") + hands.update(note="")
