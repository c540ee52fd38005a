"""Completing a task: one wins, its values are kept, the process goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from .. import registry, rights
from .. import values as field_values
from ..definition import Definition, Step
from ..errors import AlreadyDone, AlreadyTaken, OutcomeNeeded, WorkItemChanged, WorkItemNotFound
from ..gates import GateQuestion
from ..models import ProcessInstance, StepLog, WorkItem, WorkItemEvent
from ..shown import Listed
from . import _moving
from ._act import Act, LogKind, definition_of, lock_root

Status = WorkItem.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What came of a completed task."""

    instance_id: int
    next_items: tuple[int, ...]
    ended: bool


def locked_item(item_id: int, *, seen_version: int | None = None) -> WorkItem:
    """Return an open item with its process, both locked against others.

    Raises WorkItemNotFound, AlreadyDone, WorkItemChanged.
    """
    known = WorkItem.objects.filter(pk=item_id).values_list("instance_id", "instance__root_id")
    for instance_id, root_id in known:
        lock_root(root_id or instance_id)
    rows = WorkItem.objects.select_related("instance__definition", "token", "assignee")
    item = rows.defer("instance__definition__text").filter(pk=item_id).first()
    if item is None:
        raise WorkItemNotFound
    if item.status != Status.OPEN:
        raise AlreadyDone(step=rights.step_title(item), subject=item.subject_label)
    if seen_version is not None and seen_version != item.version:
        raise WorkItemChanged(step=rights.step_title(item), subject=item.subject_label)
    return item


def demand_in_hand(item: WorkItem, *, by_id: int, at: datetime) -> None:
    """Raise UnableToAct or AlreadyTaken unless the person may finish the item now."""
    if not rights.demand_to_do(user_id=by_id, item=item, at=at):
        raise AlreadyTaken(
            person=str(item.assignee), step=rights.step_title(item), subject=item.subject_label
        )


@transaction.atomic
def complete(
    *, item_id: int, by_id: int, at: datetime, outcome: str = "",
    values: Mapping[str, Any] | None = None, note: str = "", seen_version: int | None = None,
    entitled: bool = False,
) -> Completed:  # fmt: skip
    """Complete a task; return what comes next. Of two people at once, the first wins.

    ``seen_version`` is the item's version when the person looked at it. ``entitled``: the caller
    has seen to the right itself (the customer's own answer). Raises WorkItemNotFound,
    AlreadyDone, WorkItemChanged, UnableToAct, AlreadyTaken, OutcomeNeeded, UnknownField,
    ValueRefused, ValueMissing, the error of a gate that is not met, and what ``on_change`` raises.
    """
    item = locked_item(item_id, seen_version=seen_version)
    if not entitled:
        demand_in_hand(item, by_id=by_id, at=at)
    instance, token = item.instance, item.token
    definition = definition_of(instance)
    step = definition.steps[item.step]
    _demand_outcome(step, outcome)
    form = {one.name for one in step.form}
    changed = field_values.clean(definition, values or {}, only=form)
    merged = field_values.merged(instance.values, changed)
    field_values.demand_form(definition, step, merged)
    _demand_gates(definition, step, instance, merged, by_id=by_id, at=at)
    act = Act(at=at, by_id=by_id)
    act.knows(instance)
    _close(act, item, by_id=by_id, outcome=outcome)
    act.note(instance, LogKind.DONE, step=step.id, outcome=outcome, values=changed, note=note,
             token_id=token.pk, item_id=item.pk)  # fmt: skip
    _moving.put_values(act, instance, changed)
    token.outcome = outcome
    token.instance = instance
    _moving.leave(act, instance, token, item_id=item.pk)
    found = tuple(one.pk for one in act.items)
    act.finish()
    ended = instance.status == ProcessInstance.Status.ENDED
    return Completed(instance_id=instance.pk, next_items=found, ended=ended)


def _close(act: Act, item: WorkItem, *, by_id: int, outcome: str) -> None:
    item.status, item.done_at, item.done_by_id = Status.DONE, act.at, by_id
    item.outcome, item.version = outcome, item.version + 1
    if item.assignee_id is None:
        item.assignee_id, item.assigned_at = by_id, act.at
    item.save(update_fields=[
        "status", "done_at", "done_by", "outcome", "version", "assignee", "assigned_at",
    ])  # fmt: skip
    WorkItemEvent.objects.create(
        item=item, kind=WorkItemEvent.Kind.COMPLETED, by_id=by_id, at=act.at
    )


def _demand_outcome(step: Step, outcome: str) -> None:
    known = [one.code for one in step.outcomes]
    if (known and outcome not in known) or (outcome and not known):
        raise OutcomeNeeded(known=Listed([one.title for one in step.outcomes] or ["–"]))


def _demand_gates(
    definition: Definition, step: Step, instance: ProcessInstance, values: Mapping[str, Any], *,
    by_id: int, at: datetime,
) -> None:  # fmt: skip
    for use in step.gates:
        question = GateQuestion(
            instance_id=instance.pk, process=definition.code, subject_type=instance.subject_type,
            subject_id=instance.subject_id, step=step.id, params=use.params, values=values,
            by_id=by_id, at=at, fields=definition.fields,
            done_by=lambda name: done_by(instance_id=instance.pk, step=name),
        )  # fmt: skip
        reason = registry.gate_of(code=definition.code, name=use.name)(question)
        if reason is not None:
            raise reason


def done_by(*, instance_id: int, step: str) -> int | None:
    """Return who completed a step last in a process, None if nobody did."""
    rows = StepLog.objects.filter(instance_id=instance_id, step=step, kind=StepLog.Kind.DONE)
    return rows.order_by("-id").values_list("by_id", flat=True).first()
