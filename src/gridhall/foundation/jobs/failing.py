"""What is kept of an error: enough to find the fault, nothing of the data it happened on.

The text of an unexpected error may quote a name or a phone number (a database error quotes the
whole row), so it is never stored: its class, its place in our code and the constraint are.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from gridhall.kernel.errors import GridHallError

PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something failed, fit to be stored and shown."""

    kind: str
    code: str = ""
    template: str = ""
    place: str = ""
    detail: str = ""


def reason_of(error: BaseException) -> Reason:
    """Return what may be kept of an error."""
    if isinstance(error, GridHallError):
        return Reason(
            kind=type(error).__name__, code=error.code,
            template=error.template[:500],
            place=place_of(error),
        )  # fmt: skip
    return Reason(kind=type(error).__name__[:100], place=place_of(error), detail=_detail(error))


def place_of(error: BaseException) -> str:
    """Return file, line and function where our own code was last at work."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if str(PACKAGE) in frame.filename] or list(frames)
    if not ours:
        return ""
    last = ours[-1]
    name = last.filename.removeprefix(f"{PACKAGE.parent}/")
    return f"{name}:{last.lineno} {last.name}"[-200:]


def _detail(error: BaseException) -> str:
    """Return the constraint or the database's five-letter code of a database error."""
    cause = error.__cause__ or error
    diag = getattr(cause, "diag", None)
    found = getattr(diag, "constraint_name", None) or getattr(cause, "sqlstate", None)
    return str(found or "")[:120]
