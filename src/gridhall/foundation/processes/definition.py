"""What a process is made of: frozen, checked when it was read, never changed while cases run.

A definition is a graph of steps. A *token* stands at one step; a fork splits it into one child
for each branch, the join of that fork makes it whole again. So every fork has exactly one join,
and each step belongs to one ``block``: the innermost fork around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from gridhall.foundation import language

from .guards import Guard


class Kind(StrEnum):
    """What happens at a step."""

    START = "start"
    TASK = "task"
    CHOICE = "choice"
    FORK = "fork"
    JOIN = "join"
    WAIT = "wait"
    TIMER = "timer"
    SUBPROCESS = "subprocess"
    END = "end"


#: Steps where a token stays until something happens; the others are passed in no time.
RESTING = frozenset({Kind.TASK, Kind.WAIT, Kind.TIMER, Kind.SUBPROCESS})


class FieldKind(StrEnum):
    """What a value of a process may be: only what decides its way, never free text."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"


class Unit(StrEnum):
    """In what a delay is counted; working time by the calendar of the organisation."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_MINUTES = "working_minutes"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Title:
    """A text in both languages; ``str`` gives the reader's."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Return the text in ``language`` ("zh-hans", "en")."""
        return self.zh if language.startswith("zh") else self.en

    def __str__(self) -> str:
        return self.text(language.active())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One allowed value of a choice field, or one outcome of a task."""

    code: str
    title: Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A value that the process knows, with its kind; guards may read nothing else."""

    name: str
    kind: FieldKind
    title: Title
    choices: tuple[Choice, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field that a task asks for."""

    name: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GateUse:
    """A condition that must be met before a task can be completed: its name and parameters."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How long to wait, or (``field``) until the beginning of which day."""

    amount: int = 0
    unit: Unit = Unit.MINUTES
    field: str = ""

    @property
    def length(self) -> timedelta:
        """Return the length of a delay that is counted by the clock."""
        return timedelta(**{self.unit.value: self.amount})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTimer:
    """A clock that runs while a token rests at a step.

    With ``next`` it takes the token away from the step; without, it makes the work item urgent.
    """

    name: str
    delay: Delay
    next: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way on; ``when`` None is the way for all that no other way fits."""

    to: str
    when: Guard | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. Which of its parts are used depends on its kind (README.md)."""

    id: str
    kind: Kind
    title: Title
    next: tuple[Way, ...] = ()
    role: str = ""
    role_field: str = ""
    form: tuple[FormField, ...] = ()
    outcomes: tuple[Choice, ...] = ()
    gates: tuple[GateUse, ...] = ()
    timers: tuple[StepTimer, ...] = ()
    event: str = ""
    unless: Guard | None = None
    delay: Delay | None = None
    process: str = ""
    give: tuple[str, ...] = ()
    take: tuple[str, ...] = ()
    line: int = 0

    def successors(self) -> Iterator[str]:
        """Yield every step that can follow: by a way, or when a timer takes the token away."""
        yield from (way.to for way in self.next)
        yield from (timer.next for timer in self.timers if timer.next)

    def outcome_title(self, code: str) -> str:
        """Return an outcome in words; one it does not know stays its code."""
        return next((str(one.title) for one in self.outcomes if one.code == code), code)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A process: checked, so that nobody gets stuck in it. Steps are in the order of the file."""

    code: str
    title: Title
    subject: str
    source: str
    fields: Mapping[str, Field]
    steps: Mapping[str, Step]
    joins: Mapping[str, str]
    """The join of each fork."""
    blocks: Mapping[str, tuple[str, ...]]
    """The forks around each step, the outermost first."""

    @cached_property
    def start(self) -> Step:
        """Return the step where it begins."""
        return next(step for step in self.steps.values() if step.kind == Kind.START)

    def block(self, step: str) -> str:
        """Return the innermost fork around a step, "" outside of all."""
        around = self.blocks.get(step, ())
        return around[-1] if around else ""

    def encloses(self, *, outer: str, inner: str) -> bool:
        """Tell whether a token at ``inner``, or one that it is a branch of, may go to ``outer``."""
        outside = self.blocks[outer]
        return self.blocks[inner][: len(outside)] == outside

    def tasks(self) -> list[Step]:
        """Return the steps that people do."""
        return [step for step in self.steps.values() if step.kind == Kind.TASK]

    def after(self, step: str) -> list[Step]:
        """Return what people see next after a step: the resting steps and ends that can follow."""
        found: dict[str, Step] = {}
        seen: set[str] = set()
        ahead = [way.to for way in self.steps[step].next]
        while ahead:
            one = self.steps[ahead.pop(0)]
            if one.id in seen:
                continue
            seen.add(one.id)
            if one.kind in RESTING or one.kind == Kind.END:
                found[one.id] = one
            else:
                ahead += [way.to for way in one.next]
        return list(found.values())

    def roles_of(self, step: Step) -> list[str]:
        """Return the roles that may be asked to do a step."""
        if step.role_field:
            return [one.code for one in self.fields[step.role_field].choices]
        return [step.role] if step.role else []
