"""One running process and its change of version: forth, and back while nothing happened since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from . import mapping as places
from . import values as field_values
from . import versions
from .definition import Definition
from .errors import UnknownField, ValueRefused
from .mapping import Place
from .models import MigratedInstance, Migration, ProcessInstance, StepLog, Token, WorkItem
from .registry import Happening
from .services import _act, _moving
from .services._act import Act

Status = MigratedInstance.Status
ALIVE = (Token.Status.ACTIVE, Token.Status.SPLIT, Token.Status.ARRIVED)


@transaction.atomic
def move(*, migration: Migration, instance_id: int, at: datetime) -> None:
    """Move one process, or note why it stays. Doing it again changes nothing."""
    if MigratedInstance.objects.filter(migration=migration, instance_id=instance_id).exists():
        return
    instance = _act.locked(instance_id)
    tokens = list(Token.objects.filter(instance=instance, status__in=ALIVE).order_by("pk"))
    row = MigratedInstance(migration=migration, instance=instance, status=Status.MOVED, at=at)
    if instance.definition_id != migration.source_id or instance.status != "RUNNING":
        row.status, row.why = Status.KEPT, places.OVER
        row.save()
        return
    old, new = versions.parsed(migration.source), versions.parsed(migration.target)
    for token in tokens:
        why = places.why_not(old, new, Place(token.step, token.status), migration.mapping)
        if why:
            row.status, row.why, row.step = Status.KEPT, why, token.step
            row.save()
            return
    values = _values(new, instance.values)
    if values is None:
        row.status, row.why = Status.KEPT, places.VALUES
        row.save()
        return
    row.before = _remembered(instance, tokens)
    row.step = next((one.step for one in tokens if one.status == Token.Status.ACTIVE), "")
    act = Act(at=at, by_id=migration.by_id)
    steps = {one.pk: places.target_of(one.step, migration.mapping) for one in tokens}
    _stand(act, instance, tokens, new=migration.target_id, values=values, steps=steps)
    row.log = _logged(instance, at=at, by_id=migration.by_id)
    row.save()


def _values(new: Definition, values: dict[str, Any]) -> dict[str, Any] | None:
    """Return the values that the new version knows; None if one no longer fits its field."""
    known = {name: one for name, one in values.items() if name in new.fields}
    try:
        return field_values.merged({}, field_values.clean(new, known))
    except (ValueRefused, UnknownField):
        return None


def _remembered(instance: ProcessInstance, tokens: list[Token]) -> dict[str, Any]:
    items = WorkItem.objects.filter(instance=instance, status=WorkItem.Status.OPEN)
    return {
        "values": instance.values,
        "tokens": {str(one.pk): one.step for one in tokens},
        "items": {str(one.pk): [one.step, one.role] for one in items},
    }


def _stand(
    act: Act, instance: ProcessInstance, tokens: list[Token], *, new: int,
    values: dict[str, Any], steps: dict[int, str],
) -> None:  # fmt: skip
    """Let a process and its tokens stand in another version; items and clocks follow."""
    instance.definition_id, instance.values = new, values
    instance.save(update_fields=["definition", "values"])
    instance = _act.with_definition(instance.pk)
    definition = _act.definition_of(instance)
    act.knows(instance)
    for token in tokens:
        moved = token.step != steps[token.pk]
        token.step = steps[token.pk]
        token.save(update_fields=["step"])
        if token.status != Token.Status.ACTIVE:
            continue
        step = definition.steps[token.step]
        _moving.stop_timers(act, token)
        _moving.start_timers(act, instance, token, step)
        for item in WorkItem.objects.filter(token=token, status=WorkItem.Status.OPEN):
            _follow(item, step=token.step, role=_moving.role_of(instance, step))
        if moved:
            act.tell(instance, Happening.ENTERED, step=token.step)
    act.finish()


def _follow(item: WorkItem, *, step: str, role: str) -> None:
    """Let an open work item follow its token; with another role it goes back to the team."""
    if item.role != role:
        item.assignee, item.assigned_at = None, None
    item.step, item.role, item.version = step, role, item.version + 1
    item.save(update_fields=["step", "role", "version", "assignee", "assigned_at"])


def _logged(instance: ProcessInstance, *, at: datetime, by_id: int | None) -> StepLog:
    return StepLog.objects.create(
        instance=instance, kind=StepLog.Kind.MIGRATED, at=at, by_id=by_id,
        values=instance.values,
    )  # fmt: skip


def put_back(row: MigratedInstance, *, by_id: int, at: datetime) -> bool:
    """Put a moved process back; return False if anything happened to it since."""
    instance = _act.locked(row.instance_id)
    row.refresh_from_db()
    later = StepLog.objects.filter(instance=instance, pk__gt=row.log_id or 0)
    untouched = (
        row.status == Status.MOVED
        and instance.status == "RUNNING"
        and instance.definition_id == row.migration.target_id
        and not later.exists()
    )
    if not untouched:
        return False
    tokens = list(Token.objects.filter(instance=instance, status__in=ALIVE).order_by("pk"))
    steps = {int(pk): step for pk, step in row.before["tokens"].items()}
    if {one.pk for one in tokens} != set(steps):
        return False
    _stand(Act(at=at, by_id=by_id), instance, tokens, new=row.migration.source_id,
           values=row.before["values"], steps=steps)  # fmt: skip
    _logged(instance, at=at, by_id=by_id)
    row.status, row.reversed_at, row.reversed_by_id = Status.REVERSED, at, by_id
    row.save(update_fields=["status", "reversed_at", "reversed_by"])
    return True
