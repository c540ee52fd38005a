"""Starting a process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from gridhall.foundation.locks import hold_lock

from .. import ordering, versions
from .. import values as field_values
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
    act = Act(at=at, by_id=by_id)
    instance = _begin(
        act, code=code, subject_type=subject_type, subject_id=subject_id,
        subject_label=subject_label, organisation_id=organisation_id, values=values,
        dedup_key=dedup_key, priority=priority,
    )  # fmt: skip
    act.finish()
    return instance.pk


class Started:
    """A process that began and is not written yet."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def rows(self, *, due_at: datetime | None) -> list[Model]:
        """Return what the caller writes (``rows.write_together``); open items are due then."""
        for item in self._act.items:
            item.due_at = due_at
            item.turn = ordering.turn(priority=item.priority, due_at=due_at)
            if not item._state.adding:
                item.save(update_fields=["due_at", "turn"])
        return [*self._act.new, *self._act.log]


def start_first(
    *, code: str, subject_type: str, subject_id: object, subject_label: str, organisation_id: int,
    values: Mapping[str, Any], at: datetime, by_id: int | None, dedup_key: str, priority: int = 0,
) -> Started:  # fmt: skip
    """Start the first process of a subject that the caller makes in the same transaction.

    As ``start``, but nothing is looked up, and the caller writes the rows with its own: a second
    start with the same key then fails in the database. ``on_change`` is told before that.
    """
    act = Act(at=at, by_id=by_id, gathers=True)
    _begin(
        act, code=code, subject_type=subject_type, subject_id=subject_id,
        subject_label=subject_label, organisation_id=organisation_id, values=values,
        dedup_key=dedup_key, priority=priority,
    )  # fmt: skip
    act.tell_all()
    return Started(act)


def _begin(act: Act, *, code: str, values: Mapping[str, Any], **about: Any) -> ProcessInstance:
    row = versions.published(code)
    definition = versions.parsed(row)
    about["subject_id"] = str(about["subject_id"])
    instance = ProcessInstance(
        definition=row, values=field_values.merged({}, field_values.clean(definition, values)),
        started_by_id=act.by_id, started_at=act.at, **about,
    )  # fmt: skip
    _moving.begin(act, instance)
    return instance
