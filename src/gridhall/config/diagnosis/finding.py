"""One result of the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is: ``warning`` hinders some work, ``broken`` stops the product."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found and, unless all is well, what to do."""

    subject: str
    state: State
    text: str
    remedy: str = ""


def ok(subject: str, text: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(subject, State.OK, text)


def warning(subject: str, text: str, remedy: str) -> Finding:
    """Return a finding that hinders some work."""
    return Finding(subject, State.WARNING, text, remedy)


def broken(subject: str, text: str, remedy: str) -> Finding:
    """Return a finding that stops the product."""
    return Finding(subject, State.BROKEN, text, remedy)
