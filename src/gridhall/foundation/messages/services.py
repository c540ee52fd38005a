"""Telling somebody something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .models import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What to say, to whom, and the occasion that must not be told twice."""

    template: str
    dedup_key: str
    account_id: int | None = None
    employee_id: int | None = None
    params: dict[str, Any] = field(default_factory=dict)


def send(messages: Iterable[NewMessage], *, at: datetime) -> int:
    """Put the messages into the recipients' in-app boxes; repeating a call adds nothing.

    Returns how many were handed over (known occasions included).
    """
    rows = [
        Message(
            template=message.template, params=message.params, account_ref=message.account_id,
            employee_id=message.employee_id, dedup_key=message.dedup_key, created_at=at,
        )
        for message in messages
    ]  # fmt: skip
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


def mark_read(*, message_ids: Iterable[int], at: datetime) -> int:
    """Note that these messages were seen; those seen before keep their time."""
    return Message.objects.filter(pk__in=list(message_ids), read_at__isnull=True).update(read_at=at)
