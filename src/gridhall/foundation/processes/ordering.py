"""The order of every inbox as one number, so that an index gives it."""

from __future__ import annotations

from datetime import datetime

#: Later than any day that is due: the place of items without one.
NEVER = 2**33
STEP = 2**34
MOST = 9


def turn(*, priority: int, due_at: datetime | None) -> int:
    """Return an item's place: higher priority first, then what is due first, then the others."""
    due = min(int(due_at.timestamp()), NEVER - 1) if due_at else NEVER
    return due - priority * STEP
