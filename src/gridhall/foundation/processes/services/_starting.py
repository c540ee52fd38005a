"""Starting a process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gridhall.foundation.locks import hold_lock

from .. import values as field_values
from .. import versions
from ..models import ProcessInstance
from . import _moving
from ._act import Act


@transaction.atomic
def start(
    *, code: str, subject_type: str, subject_id: object, subject_label: str, organisation_id: int,
    values: Mapping[str, Any], at: datetime, by_id: int | None, dedup_key: str, priority: int = 0,
) -> int:  # fmt: skip
    """Start the version in force of a process about a subject; return the instance's id.

    Repeating a ``dedup_key`` returns the first one. ``subject_label`` is a number, never a name;
    ``priority`` goes from 0 to 9. Raises UnknownProcess, UnknownField, ValueRefused, and what the
    context's ``on_change`` raises.
    """
    hold_lock(f"process {dedup_key}")
    known = ProcessInstance.objects.filter(dedup_key=dedup_key).values_list("pk", flat=True)
    for pk in known:
        return pk
    row = versions.published(code)
    definition = versions.parsed(row)
    instance = ProcessInstance.objects.create(
        definition=row, subject_type=subject_type, subject_id=str(subject_id),
        subject_label=subject_label, organisation_id=organisation_id, priority=priority,
        values=field_values.merged({}, field_values.clean(definition, values)),
        dedup_key=dedup_key, started_by_id=by_id, started_at=at,
    )  # fmt: skip
    act = Act(at=at, by_id=by_id)
    _moving.begin(act, instance)
    act.finish()
    return instance.pk
