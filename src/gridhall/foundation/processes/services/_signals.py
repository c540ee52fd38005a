"""Events that arrive from outside: a payment, an answer of the customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gridhall.foundation.locks import hold_lock

from .. import values as field_values
from ..definition import Kind
from ..models import ProcessInstance, SignalReceived, Token
from . import _moving
from ._act import Act, LogKind, definition_of, lock_root, with_definition


@transaction.atomic
def signal(
    *, subject_type: str, subject_id: object, event: str, at: datetime, by_id: int | None = None,
    values: Mapping[str, Any] | None = None, dedup_key: str = "",
) -> int:  # fmt: skip
    """Tell the running processes of a subject about an event; return how many waited for it.

    ``values`` are kept by every process of the subject that declares them, also when none waits
    (a ``wait`` step with ``unless`` passes at once then). Repeating a ``dedup_key`` changes
    nothing. Raises ValueRefused, and what ``on_change`` raises.
    """
    if dedup_key and not _first(dedup_key, subject_type, str(subject_id), event, at):
        return 0
    rows = ProcessInstance.objects.filter(
        subject_type=subject_type, subject_id=str(subject_id),
        status=ProcessInstance.Status.RUNNING,
    )  # fmt: skip
    ids = list(rows.order_by("pk").values_list("pk", "root_id"))
    for root in sorted({root or pk for pk, root in ids}):
        lock_root(root)
    act = Act(at=at, by_id=by_id)
    waited = sum(_tell(act, pk, event, values or {}) for pk, _root in ids)
    act.finish()
    return waited


def _first(key: str, subject_type: str, subject_id: str, event: str, at: datetime) -> bool:
    hold_lock(f"process signal {key}")
    if SignalReceived.objects.filter(dedup_key=key).exists():
        return False
    SignalReceived.objects.create(
        dedup_key=key, subject_type=subject_type, subject_id=subject_id, event=event, at=at
    )
    return True


def _tell(act: Act, pk: int, event: str, values: Mapping[str, Any]) -> int:
    instance = act.seen.get(pk) or act.knows(with_definition(pk))
    if instance.status != ProcessInstance.Status.RUNNING:
        return 0
    definition = definition_of(instance)
    known = {name: value for name, value in values.items() if name in definition.fields}
    changed = field_values.clean(definition, known)
    _moving.put_values(act, instance, changed)
    waiting = [
        token
        for token in Token.objects.filter(instance=instance, status=Token.Status.ACTIVE)
        if (step := definition.steps[token.step]).kind == Kind.WAIT and step.event == event
    ]
    for token in waiting:
        token.instance = instance
        act.note(instance, LogKind.SIGNAL, step=token.step, outcome=event, values=changed,
                 token_id=token.pk)  # fmt: skip
        _moving.leave(act, instance, token)
    if changed and not waiting:
        act.note(instance, LogKind.SIGNAL, outcome=event, values=changed)
    return len(waiting)
