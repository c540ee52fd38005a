"""How a token moves: from step to step until it rests, splits, waits for its siblings, or ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from gridhall.foundation.rows import give_ids

from .. import ordering, timing, versions
from ..definition import Kind, Step, StepTimer
from ..guards import holds
from ..models import ProcessInstance, Timer, Token, WorkItem
from ..registry import Happening
from ._act import Act, LogKind, definition_of

Status = Token.Status
ALIVE = (Status.ACTIVE, Status.SPLIT, Status.ARRIVED)
#: More steps than any sensible process passes at once; a definition that does is broken.
MOST_AT_ONCE = 2_000


def begin(act: Act, instance: ProcessInstance) -> None:
    """Put a new process on its way."""
    start = definition_of(instance).start
    token = Token(instance=instance, step=start.id, entered_at=act.at)
    if act.gathers:
        give_ids(instance, token)
    act.add(instance)
    act.knows(instance)
    act.note(instance, LogKind.STARTED, step=start.id, values=instance.values)
    act.tell(instance, Happening.ENTERED, step=start.id)
    act.tell(instance, Happening.LEFT, step=start.id)
    go(act, instance, token, way_on(instance, token, start))


def leave(
    act: Act, instance: ProcessInstance, token: Token, *, timer: str = "",
    item_id: int | None = None, to: str = "",
) -> None:  # fmt: skip
    """Let a token leave the step where it rests, by its way on or to the step ``to``."""
    step = definition_of(instance).steps[token.step]
    stop_timers(act, token)
    act.tell(instance, Happening.LEFT, step=step.id, outcome=token.outcome, timer=timer,
             item_id=item_id)  # fmt: skip
    go(act, instance, token, to or way_on(instance, token, step))


def way_on(instance: ProcessInstance, token: Token, step: Step) -> str:
    """Return the step that follows: the first way whose condition holds."""
    for way in step.next:
        if holds(way.when, values=instance.values, outcome=token.outcome):
            return way.to
    raise LookupError(f"{step.id} has no way on")  # the reader sees to it that one always fits


def go(act: Act, instance: ProcessInstance, token: Token, to: str) -> None:
    """Move a token to a step and on until it rests somewhere."""
    steps = definition_of(instance).steps
    at: str | None = to
    while at is not None:
        act.passed += 1
        if act.passed > MOST_AT_ONCE:
            raise RuntimeError(f"process {instance.pk} turns in a circle at {at}")
        step = steps[at]
        match step.kind:
            case Kind.FORK:
                _split(act, instance, token, step)
                return
            case Kind.JOIN:
                joined = _arrive(act, token, step)
                if joined is None:
                    return
                token, at = joined, way_on(instance, joined, step)
            case Kind.END:
                _end(act, instance, token, step)
                return
            case Kind.CHOICE | Kind.START:
                at = way_on(instance, token, step)
            case _:
                at = _rest(act, instance, token, step)


def _put(act: Act, token: Token, *, step: str, status: str) -> None:
    token.step, token.status, token.entered_at = step, status, act.at
    if not token._state.adding:
        token.save()
    elif token not in act.new:
        act.add(token)


def _split(act: Act, instance: ProcessInstance, token: Token, step: Step) -> None:
    _put(act, token, step=step.id, status=Status.SPLIT)
    act.write_now()
    children = [
        Token(instance=instance, parent=token, step=step.id, entered_at=act.at) for _ in step.next
    ]
    Token.objects.bulk_create(children)
    for child, way in zip(children, step.next, strict=True):
        go(act, instance, child, way.to)


def _arrive(act: Act, token: Token, step: Step) -> Token | None:
    """Let a branch arrive at the join; return the whole token once all its branches have."""
    _put(act, token, step=step.id, status=Status.ARRIVED)
    branches = Token.objects.filter(parent_id=token.parent_id)
    if branches.filter(status__in=[Status.ACTIVE, Status.SPLIT]).exists():
        return None
    branches.filter(status=Status.ARRIVED).update(status=Status.DONE)
    whole = Token.objects.get(children=token)
    whole.status, whole.outcome = Status.ACTIVE, ""
    return whole


def _end(act: Act, instance: ProcessInstance, token: Token, step: Step) -> None:
    _put(act, token, step=step.id, status=Status.DONE)
    act.write_now()
    instance.status, instance.ended_at = ProcessInstance.Status.ENDED, act.at
    instance.end_step = step.id
    instance.save(update_fields=["status", "ended_at", "end_step"])
    act.note(instance, LogKind.ENDED, step=step.id, token_id=token.pk)
    act.tell(instance, Happening.ENDED, step=step.id, outcome=token.outcome)
    if instance.parent_token_id is not None:
        _back_to_parent(act, instance)


def _back_to_parent(act: Act, part: ProcessInstance) -> None:
    parent = act.instance(part.parent_id or 0)
    token = Token.objects.get(pk=part.parent_token_id or 0)
    step = definition_of(parent).steps[token.step]
    taken = {name: part.values[name] for name in step.take if name in part.values}
    put_values(act, parent, taken)
    act.note(parent, LogKind.DONE, step=step.id, values=taken, token_id=token.pk)
    leave(act, parent, token)


def _rest(act: Act, instance: ProcessInstance, token: Token, step: Step) -> str | None:
    """Let a token rest at a step; return the next one if there is nothing to wait for."""
    if (
        step.kind == Kind.WAIT
        and step.unless is not None
        and holds(step.unless, values=instance.values, outcome=token.outcome)
    ):
        return way_on(instance, token, step)
    if step.kind == Kind.TASK:
        token.outcome = ""
    _put(act, token, step=step.id, status=Status.ACTIVE)
    act.note(instance, LogKind.ENTERED, step=step.id, token_id=token.pk)
    item = new_item(act, instance, token, step) if step.kind == Kind.TASK else None
    act.tell(instance, Happening.ENTERED, step=step.id, item_id=item.pk if item else None,
             role=item.role if item else "")  # fmt: skip
    start_timers(act, instance, token, step)
    if step.kind == Kind.SUBPROCESS:
        _begin_part(act, instance, token, step)
    return None


def new_item(
    act: Act, instance: ProcessInstance, token: Token, step: Step, assignee_id: int | None = None
) -> WorkItem:
    """Return a new work item for the task where the token rests."""
    item = WorkItem(
        instance=instance, token=token, process=instance.definition.code, step=step.id,
        role=role_of(instance, step), organisation_id=instance.organisation_id,
        assignee_id=assignee_id, assigned_at=act.at if assignee_id else None,
        priority=instance.priority, turn=ordering.turn(priority=instance.priority, due_at=None),
        subject_type=instance.subject_type, subject_id=instance.subject_id,
        subject_label=instance.subject_label, created_at=act.at,
    )  # fmt: skip
    act.add(item)
    act.items.append(item)
    return item


def role_of(instance: ProcessInstance, step: Step) -> str:
    """Return the role that does a task; the first of its field's choices while that is empty."""
    if not step.role_field:
        return step.role
    chosen = instance.values.get(step.role_field)
    field = definition_of(instance).fields[step.role_field]
    return str(chosen or field.choices[0].code)


def _begin_part(act: Act, instance: ProcessInstance, token: Token, step: Step) -> None:
    act.write_now()
    part = ProcessInstance(
        definition=versions.published(step.process), root_id=instance.root_id or instance.pk,
        parent=instance, parent_token=token, subject_type=instance.subject_type,
        subject_id=instance.subject_id, subject_label=instance.subject_label,
        organisation_id=instance.organisation_id, priority=instance.priority,
        values={name: instance.values[name] for name in step.give if name in instance.values},
        dedup_key=f"part {token.pk} {uuid4()}", started_by_id=act.by_id, started_at=act.at,
    )  # fmt: skip
    begin(act, part)


def put_values(act: Act, instance: ProcessInstance, changed: Mapping[str, Any]) -> None:
    """Keep changed values; clocks that wait for one of these days are set anew."""
    if not changed:
        return
    instance.values = {
        name: one for name, one in {**instance.values, **changed}.items() if one is not None
    }
    instance.save(update_fields=["values"])
    definition = definition_of(instance)
    if not any(_days_of(step) & changed.keys() for step in definition.steps.values()):
        return
    for token in Token.objects.filter(instance=instance, status=Status.ACTIVE):
        step = definition.steps[token.step]
        if _days_of(step) & changed.keys():
            stop_timers(act, token)
            start_timers(act, instance, token, step)


def _clocks(step: Step) -> list[StepTimer]:
    own = [StepTimer(name="", delay=step.delay)] if step.delay else []
    return [*own, *step.timers]


def _days_of(step: Step) -> set[str]:
    return {clock.delay.field for clock in _clocks(step) if clock.delay.field}


def start_timers(act: Act, instance: ProcessInstance, token: Token, step: Step) -> None:
    """Start the clocks of the step where a token rests, counted from its arrival."""
    found = []
    for clock in _clocks(step):
        due_at = timing.due(
            clock.delay, since=token.entered_at, organisation_id=instance.organisation_id,
            values=instance.values,
        )  # fmt: skip
        if due_at is not None:
            found.append(Timer(token=token, step=step.id, name=clock.name, due_at=due_at))
    if found:
        Timer.objects.bulk_create(found)


def stop_timers(act: Act, token: Token) -> None:
    """Stop the clocks that run for a token."""
    waiting = Timer.objects.filter(token=token, status=Timer.Status.WAITING)
    waiting.update(status=Timer.Status.STOPPED, done_at=act.at)
