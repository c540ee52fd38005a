"""The processes that contexts bring along: each registers its own when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from .gates import BUILT_IN, Gate

_kinds: dict[str, ProcessKind] = {}


class Happening(StrEnum):
    """What a context is told about."""

    ENTERED = "ENTERED"
    LEFT = "LEFT"
    RETURNED = "RETURNED"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"
    TIMER = "TIMER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened to a process, told in the transaction in which it happened.

    ENTERED and LEFT come for the start and for steps that take time (task, wait, timer,
    subprocess); RETURNED instead of LEFT when work is sent back; TIMER when a clock without a
    way of its own rang; ENDED and CANCELLED once. ``outcome`` is the task's; ``note`` never
    travels. ``timer`` names the clock that rang, also when it took the process away (LEFT).
    ``item_id`` is the work item of a task, for ``services.set_due``; ``role`` does the task that
    was ENTERED.
    """

    kind: Happening
    instance_id: int
    process: str
    subject_type: str
    subject_id: str
    step: str
    values: Mapping[str, Any]
    at: datetime
    outcome: str = ""
    by_id: int | None = None
    timer: str = ""
    item_id: int | None = None
    organisation_id: int | None = None
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessKind:
    """A process that a context runs: its code, its file, what it is about.

    ``on_change`` is called for every ``Change``, synchronously and in the same transaction: it
    must be quick, and what it raises undoes the act. ``gates`` are the context's own conditions.
    ``may_act(user_id, subject_type, subject_id, at)`` may close single subjects to people who
    hold the role (a sealed report).
    """

    code: str
    path: Path | None
    subject_type: str
    on_change: Callable[[Change], None] | None = None
    gates: Mapping[str, Gate] = field(default_factory=dict)
    may_act: Callable[[int, str, str, datetime], bool] | None = None


def register(kind: ProcessKind) -> None:
    """Make a process known; raise ValueError when its code is taken by another."""
    if _kinds.get(kind.code, kind) != kind:
        raise ValueError(f"{kind.code} is registered already")
    _kinds[kind.code] = kind


def kind_of(code: str) -> ProcessKind | None:
    """Return who runs the process, None if nobody does."""
    return _kinds.get(code)


def kinds() -> list[ProcessKind]:
    """Return all processes in the order of their codes."""
    return [_kinds[code] for code in sorted(_kinds)]


def gate_of(*, code: str, name: str) -> Gate:
    """Return the gate of that name: the context's own, or the built-in one. Raises KeyError."""
    kind = _kinds.get(code)
    return kind.gates[name] if kind and name in kind.gates else BUILT_IN[name]


def gates_of(code: str) -> frozenset[str]:
    """Return the names of the gates that a context brings along for its process."""
    kind = _kinds.get(code)
    return frozenset(kind.gates) if kind else frozenset()
