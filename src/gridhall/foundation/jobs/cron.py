"""Reading cron expressions: five fields, counted in the company's zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from croniter import CroniterError, croniter
from django.utils import timezone

from .errors import CronNotValid

FIELDS = 5


def checked(expression: str) -> str:
    """Return the expression with single blanks; raises CronNotValid."""
    fields = expression.split()
    text = " ".join(fields)
    if len(fields) != FIELDS or not croniter.is_valid(text):
        raise CronNotValid(value=expression[:60])
    try:  # the 30th of February is well written and never comes
        croniter(text, datetime(2026, 1, 1, tzinfo=UTC)).get_next(datetime)
    except CroniterError as reason:
        raise CronNotValid(value=expression[:60]) from reason
    return text


def last_due(expression: str, *, at: datetime) -> datetime:
    """Return the last moment at or before ``at`` at which the expression is due."""
    following: datetime = _from(expression, at).get_next(datetime)
    previous: datetime = _from(expression, following).get_prev(datetime)
    return previous


def next_runs(expression: str, *, at: datetime, count: int) -> list[datetime]:
    """Return the next moments after ``at`` at which the expression is due."""
    times = _from(expression, at)
    return [times.get_next(datetime) for _ in range(count)]


def _from(expression: str, at: datetime) -> Any:
    return croniter(expression, timezone.localtime(at))
