"""Reads of the boxes in the app."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gridhall.foundation.messages.models import Message
from gridhall.foundation.messages.registry import rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message in the reader's language."""

    id: int
    template: str
    title: str
    body: str
    account_id: int | None
    params: dict[str, object]
    created_at: datetime
    read_at: datetime | None


def _view(row: Message) -> MessageView:
    title, body = rendered(row.template, row.params, version=row.version)
    return MessageView(
        id=row.pk, template=row.template, title=title, body=body, account_id=row.account_ref,
        params=row.params, created_at=row.created_at, read_at=row.read_at,
    )  # fmt: skip


def to_accounts(*, account_ids: Iterable[int], limit: int = 50) -> list[MessageView]:
    """Return the newest messages to these accounts."""
    rows = Message.objects.filter(account_ref__in=list(account_ids))
    return [_view(row) for row in rows.select_related("version").order_by("-id")[:limit]]


def to_employee(*, employee_id: int, limit: int = 20) -> list[MessageView]:
    """Return the newest notices to an employee."""
    rows = Message.objects.filter(employee_id=employee_id)
    return [_view(row) for row in rows.select_related("version").order_by("-id")[:limit]]


def unread_by_employee(*, employee_id: int) -> int:
    """Return how many notices an employee has not seen."""
    return Message.objects.filter(employee_id=employee_id, read_at__isnull=True).count()


def unread_by_accounts(*, account_ids: Iterable[int]) -> int:
    """Return how many messages to these accounts were not seen."""
    rows = Message.objects.filter(account_ref__in=list(account_ids), read_at__isnull=True)
    return rows.count()
