"""Where a process stands, for its picture and for the sentence "who has it, until when"."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from .. import versions
from ..definition import RESTING, Definition, Step
from ..models import ProcessInstance, StepLog, Timer, Token, WorkItem
from ._items import WorkItemView, views

DONE, ACTIVE, WAITING = "DONE", "ACTIVE", "WAITING"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """One step where the process stands now: who has it, since when, until when, what follows.

    ``who`` is a person, or the role's name while nobody has taken it; "" when it waits for an
    event or the clock.
    """

    step: Step
    mark: str
    who: str
    role: str
    since: datetime
    until: datetime | None
    next: tuple[str, ...]
    item: WorkItemView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A process with its version, the state of each step (``marks``), and where it stands."""

    instance: ProcessInstance
    definition: Definition
    marks: dict[str, str]
    steps: tuple[StepState, ...]
    parts: tuple[Position, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether something is still to be done."""
        return self.instance.status == ProcessInstance.Status.RUNNING


def position(*, subject_type: str, subject_id: object) -> Position | None:
    """Return where the subject's newest process stands, with its sub-processes; None without one.

    Who may see the subject is the context's to check.
    """
    found = positions_of(subject_type=subject_type, subject_id=subject_id)
    return found[0] if found else None


def positions_of(*, subject_type: str, subject_id: object) -> list[Position]:
    """Return where all processes of a subject stand, running ones first, then the newest."""
    related = ProcessInstance.objects.select_related("definition").defer("definition__text")
    instances = list(
        related.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("-id")
    )
    found = WorkItem.objects.filter(
        subject_type=subject_type, subject_id=str(subject_id), status=WorkItem.Status.OPEN
    )
    tokens = dict(found.values_list("pk", "token_id"))
    items = {tokens[item.id]: item for item in views(found) if item.id in tokens}
    parts: defaultdict[int | None, list[ProcessInstance]] = defaultdict(list)
    for one in instances:
        parts[one.parent_id].append(one)
    positions = [_position(one, items, parts) for one in parts[None]]
    return sorted(positions, key=lambda one: not one.is_running)


def _position(
    instance: ProcessInstance, items: dict[int, WorkItemView],
    parts: dict[int | None, list[ProcessInstance]],
) -> Position:  # fmt: skip
    definition = versions.parsed(instance.definition)
    tokens = list(
        Token.objects.filter(
            instance=instance, status__in=[Token.Status.ACTIVE, Token.Status.ARRIVED]
        ).order_by("id")
    )
    clocks = dict(
        Timer.objects.filter(token__in=tokens, status=Timer.Status.WAITING)
        .order_by("-due_at").values_list("token_id", "due_at")
    )  # fmt: skip
    marks = _marks(instance, definition, tokens)
    return Position(
        instance=instance, definition=definition, marks=marks,
        steps=tuple(
            _state(definition, token, items.get(token.pk), clocks.get(token.pk), marks)
            for token in tokens if token.status == Token.Status.ACTIVE
        ),
        parts=tuple(_position(one, items, parts) for one in parts.get(instance.pk, [])),
    )  # fmt: skip


def _state(
    definition: Definition, token: Token, item: WorkItemView | None, rings: datetime | None,
    marks: dict[str, str],
) -> StepState:  # fmt: skip
    step = definition.steps[token.step]
    return StepState(
        step=step, mark=marks[step.id], who=(item.assignee or item.role_label) if item else "",
        role=item.role_label if item else "", since=token.entered_at,
        until=(item.due_at if item else None) or rings,
        next=tuple(str(one.title) for one in definition.after(step.id)), item=item,
    )  # fmt: skip


def _marks(
    instance: ProcessInstance, definition: Definition, tokens: list[Token]
) -> dict[str, str]:
    """Return DONE, ACTIVE (somebody's turn) or WAITING for the steps reached; others are left out.

    Steps that are passed in no time are not logged: one counts as done when it lies between
    steps that were reached.
    """
    log = StepLog.objects.filter(instance=instance).exclude(step="").values_list("step", flat=True)
    marks = {step: DONE for step in log if step in definition.steps}
    for token in tokens:
        kind = definition.steps[token.step].kind
        marks[token.step] = ACTIVE if kind in {"task", "subprocess"} else WAITING
    grown = True
    while grown:
        grown = False
        for step in definition.steps.values():
            if step.id in marks or step.kind in RESTING:
                continue
            before = any(step.id in one.successors() for one in _marked(definition, marks))
            if before and any(_leads(definition, to, marks) for to in step.successors()):
                marks[step.id] = DONE
                grown = True
    return marks


def _marked(definition: Definition, marks: dict[str, str]) -> list[Step]:
    return [definition.steps[name] for name in marks if marks[name] == DONE]


def _leads(definition: Definition, name: str, marks: dict[str, str]) -> bool:
    """Tell whether a step was reached, or leads in no time to one that was."""
    seen: set[str] = set()
    ahead = [name]
    while ahead:
        one = ahead.pop()
        if one in marks:
            return True
        if one not in seen and definition.steps[one].kind not in RESTING:
            seen.add(one)
            ahead += definition.steps[one].successors()
    return False
