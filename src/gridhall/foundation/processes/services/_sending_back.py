"""Sending work back to a task that was done before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from .. import rights
from ..definition import Definition, Kind
from ..errors import UnableToSendBack
from ..models import ProcessInstance, Token, WorkItem, WorkItemEvent
from ..registry import Happening
from . import _moving
from ._act import Act, LogKind, definition_of
from ._completing import Completed, demand_in_hand, done_by, locked_item
from ._hands import demand_note

Status = WorkItem.Status


@transaction.atomic
def send_back(*, item_id: int, to_step: str, note: str, by_id: int, at: datetime) -> Completed:
    """Send work back to a task done before, to who did it; return the new item.

    Going back to before a fork withdraws what its other branches are doing. Raises NoteNeeded,
    WorkItemNotFound, AlreadyDone, UnableToAct, AlreadyTaken, UnableToSendBack.
    """
    note = demand_note(note)
    item = locked_item(item_id)
    demand_in_hand(item, by_id=by_id, at=at)
    instance = item.instance
    act = Act(at=at, by_id=by_id)
    act.knows(instance)
    definition = definition_of(instance)
    worker_id = done_by(instance_id=instance.pk, step=to_step)
    token = _token_for(definition, item.token, to_step)
    if worker_id is None or token is None:
        step = definition.steps.get(to_step)
        raise UnableToSendBack(step=step.title if step else to_step)
    _return(act, item, note=note)
    act.tell(instance, Happening.RETURNED, step=item.step, item_id=item.pk)
    withdraw_below(act, token)
    _moving.stop_timers(act, token)
    token.instance, token.outcome = instance, ""
    _moving.go(act, instance, token, to_step)
    [found] = act.items
    if rights.can_take(user_id=worker_id, item=found, at=at):
        found.assignee_id, found.assigned_at = worker_id, at
        found.save(update_fields=["assignee", "assigned_at"])
    act.finish()
    return Completed(instance_id=instance.pk, next_items=(found.pk,), ended=False)


def _return(act: Act, item: WorkItem, *, note: str) -> None:
    item.status, item.done_at, item.done_by_id = Status.RETURNED, act.at, act.by_id
    item.version += 1
    item.save(update_fields=["status", "done_at", "done_by", "version"])
    WorkItemEvent.objects.create(
        item=item, kind=WorkItemEvent.Kind.RETURNED, holder_id=item.assignee_id, by_id=act.by_id,
        at=act.at, note=note,
    )  # fmt: skip
    act.note(item.instance, LogKind.RETURNED, step=item.step, note=note, token_id=item.token_id,
             item_id=item.pk)  # fmt: skip


def _token_for(definition: Definition, token: Token, step: str) -> Token | None:
    """Return the token that may stand at the task: this one, or one that it is a branch of."""
    if step not in definition.steps or definition.steps[step].kind != Kind.TASK:
        return None
    if step == token.step or not definition.encloses(outer=step, inner=token.step):
        return None
    depth = len(definition.blocks[token.step]) - len(definition.blocks[step])
    for _ in range(depth):
        token = Token.objects.get(children=token)
    return token


def withdraw_below(act: Act, token: Token) -> None:
    """Withdraw what the branches of a token are doing, and the branches themselves."""
    for child in Token.objects.filter(parent=token, status__in=_moving.ALIVE):
        withdraw_below(act, child)
        withdraw(act, child)


def withdraw(act: Act, token: Token) -> None:
    """Withdraw a token with its work item, its clocks and its sub-process."""
    withdraw_work(act, token)
    token.status = Token.Status.CANCELLED
    token.save(update_fields=["status"])


def withdraw_work(act: Act, token: Token) -> None:
    """Withdraw what goes on where a token rests: its work item, its clocks, its sub-process."""
    for item in WorkItem.objects.filter(token=token, status=Status.OPEN):
        item.status, item.done_at, item.version = Status.WITHDRAWN, act.at, item.version + 1
        item.save(update_fields=["status", "done_at", "version"])
        WorkItemEvent.objects.create(
            item=item, kind=WorkItemEvent.Kind.WITHDRAWN, holder_id=item.assignee_id,
            by_id=act.by_id, at=act.at,
        )  # fmt: skip
    _moving.stop_timers(act, token)
    parts = ProcessInstance.objects.filter(
        parent_token=token, status=ProcessInstance.Status.RUNNING
    )
    for pk in parts.values_list("pk", flat=True):
        stop(act, act.instance(pk))


def stop(act: Act, instance: ProcessInstance, *, note: str = "") -> None:
    """End a process before its end, with everything that is still going on in it."""
    for token in Token.objects.filter(instance=instance, status__in=_moving.ALIVE):
        withdraw(act, token)
    instance.status, instance.ended_at = ProcessInstance.Status.CANCELLED, act.at
    instance.save(update_fields=["status", "ended_at"])
    act.note(instance, LogKind.CANCELLED, note=note)
    act.tell(instance, Happening.CANCELLED, step="")
