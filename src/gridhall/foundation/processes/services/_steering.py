"""Acts on a whole process: moving it to another unit, cancelling, reopening, when it is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from gridhall.foundation.audit import services as audit

from .. import ordering, rights
from .. import values as field_values
from ..definition import Kind
from ..errors import UnableToCancel, UnableToReopen
from ..models import ProcessInstance, Token, WorkItem, WorkItemEvent
from . import _moving, _sending_back
from ._act import Act, LogKind, definition_of, locked
from ._hands import demand_note

Status = ProcessInstance.Status


@transaction.atomic
def move(
    *, instance_id: int, at: datetime, by_id: int | None, organisation_id: int | None = None,
    values: Mapping[str, Any] | None = None, note: str = "",
) -> None:  # fmt: skip
    """Move a running process to another unit or change its values; open items follow.

    An item whose role or unit changed goes back into the box, unless who has it may do it there
    as well. Whether the person may do this is the context's to check. Raises ProcessNotFound,
    UnableToCancel (it is over), UnknownField, ValueRefused.
    """
    instance = _running(instance_id)
    changed = field_values.clean(definition_of(instance), values or {})
    act = Act(at=at, by_id=by_id)
    before = instance.organisation_id
    for one in [instance, *_parts_of(instance)]:
        act.knows(one)
        if organisation_id is not None:
            one.organisation_id = organisation_id
            one.save(update_fields=["organisation"])
    _moving.put_values(act, instance, changed)
    act.note(instance, LogKind.MOVED, values=changed, note=note)
    for pk in list(act.seen):
        _items_follow(act, act.instance(pk))
    audit.record(
        action="processes.moved", at=at, actor_id=by_id, object_type="process",
        object_id=instance.pk, object_label=instance.subject_label,
        organisation_id=instance.organisation_id,
        changes={"organisation": [before, instance.organisation_id], "fields": sorted(changed)},
    )  # fmt: skip
    act.finish()


def _items_follow(act: Act, instance: ProcessInstance) -> None:
    steps = definition_of(instance).steps
    rows = WorkItem.objects.filter(instance=instance, status=WorkItem.Status.OPEN)
    for item in rows.select_related("instance__definition"):
        role = _moving.role_of(instance, steps[item.step])
        if (role, instance.organisation_id) == (item.role, item.organisation_id):
            continue
        item.role, item.organisation_id = role, instance.organisation_id
        item.version += 1
        before = item.assignee_id
        if before is not None and not rights.can_take(user_id=before, item=item, at=act.at):
            item.assignee_id = item.assigned_at = None
        item.save(update_fields=["role", "organisation", "version", "assignee", "assigned_at"])
        WorkItemEvent.objects.create(
            item=item, kind=WorkItemEvent.Kind.MOVED, holder_id=before,
            receiver_id=item.assignee_id, by_id=act.by_id, at=act.at,
        )  # fmt: skip


@transaction.atomic
def cancel(*, instance_id: int, by_id: int | None, at: datetime, reason: str) -> None:
    """End a running process before its end; its open items and parts are withdrawn.

    Raises NoteNeeded, ProcessNotFound, UnableToCancel (it is over, or part of another).
    """
    reason = demand_note(reason)
    instance = _running(instance_id)
    if instance.parent_id is not None:  # whoever called it would wait for ever
        raise UnableToCancel
    act = Act(at=at, by_id=by_id)
    act.knows(instance)
    _sending_back.stop(act, instance, note=reason)
    _record(instance, "processes.cancelled", by_id=by_id, at=at)
    act.finish()


@transaction.atomic
def reopen(
    *, instance_id: int, step: str, by_id: int | None, at: datetime, reason: str,
    assignee_id: int | None = None,
) -> tuple[int, ...]:  # fmt: skip
    """Let a process that is over go on at a task; return the new work items.

    The task lies outside of parallel branches. ``assignee_id`` gets the item at once, if she may
    do it. Raises NoteNeeded, ProcessNotFound, UnableToReopen.
    """
    reason = demand_note(reason)
    instance = locked(instance_id)
    definition = definition_of(instance)
    there = definition.steps.get(step)
    fits = there is not None and there.kind == Kind.TASK and not definition.blocks[step]
    if instance.status == Status.RUNNING or instance.parent_id is not None or not fits:
        raise UnableToReopen
    instance.status, instance.ended_at, instance.end_step = Status.RUNNING, None, ""
    instance.save(update_fields=["status", "ended_at", "end_step"])
    act = Act(at=at, by_id=by_id)
    act.knows(instance)
    act.note(instance, LogKind.REOPENED, step=step, note=reason)
    token = Token(instance=instance, step=step, entered_at=at)
    _moving.go(act, instance, token, step)
    for item in act.items:
        if assignee_id and rights.can_take(user_id=assignee_id, item=item, at=at):
            item.assignee_id, item.assigned_at = assignee_id, at
            item.save(update_fields=["assignee", "assigned_at"])
    _record(instance, "processes.reopened", by_id=by_id, at=at)
    act.finish()
    return tuple(item.pk for item in act.items)


def set_due(
    *, due_at: datetime | None, item_id: int | None = None, subject_type: str = "",
    subject_id: object = "", step: str = "",
) -> int:  # fmt: skip
    """Say until when open items are due: one, or a subject's (at one step); return how many.

    Nobody's look at the item becomes stale by it.
    """
    turn = ordering.turn(priority=0, due_at=due_at) - F("priority") * ordering.STEP
    return _open_items(item_id, subject_type, subject_id, step).update(due_at=due_at, turn=turn)


@transaction.atomic
def set_priority(
    *, priority: int, instance_id: int | None = None, subject_type: str = "",
    subject_id: object = "", by_id: int | None = None, at: datetime | None = None,
) -> int:  # fmt: skip
    """Put the open items of a process, or of a subject, forward or back (0 to 9); return how many.

    Raises ValueError for another priority, ProcessNotFound.
    """
    del by_id, at  # the context writes down who made it urgent
    if not 0 <= priority <= ordering.MOST:
        raise ValueError("a priority goes from 0 to 9")
    if instance_id is not None:
        about = locked(instance_id)
        subject_type, subject_id = about.subject_type, about.subject_id
    rows = ProcessInstance.objects.filter(
        subject_type=subject_type, subject_id=str(subject_id), status=Status.RUNNING
    )
    rows.update(priority=priority)
    items = _open_items(None, subject_type, subject_id, "").select_for_update().order_by("pk")
    for item in items:
        item.priority = priority
        item.turn = ordering.turn(priority=priority, due_at=item.due_at)
        item.save(update_fields=["priority", "turn"])
    return len(items)


def _open_items(
    item_id: int | None, subject_type: str, subject_id: object, step: str
) -> QuerySet[WorkItem]:
    if item_id is not None:
        about = Q(pk=item_id)
    else:
        about = Q(subject_type=subject_type, subject_id=str(subject_id))
    if step:
        about &= Q(step=step)
    return WorkItem.objects.filter(about, status=WorkItem.Status.OPEN)


def _running(instance_id: int) -> ProcessInstance:
    instance = locked(instance_id)
    if instance.status != Status.RUNNING:
        raise UnableToCancel
    return instance


def _parts_of(instance: ProcessInstance) -> list[ProcessInstance]:
    found: list[ProcessInstance] = []
    rows = ProcessInstance.objects.select_related("definition").defer("definition__text")
    for part in rows.filter(parent=instance, status=Status.RUNNING):
        found += [part, *_parts_of(part)]
    return found


def _record(instance: ProcessInstance, action: str, *, by_id: int | None, at: datetime) -> None:
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="process", object_id=instance.pk,
        object_label=instance.subject_label, organisation_id=instance.organisation_id,
        changes={"process": instance.definition.code},
    )  # fmt: skip
