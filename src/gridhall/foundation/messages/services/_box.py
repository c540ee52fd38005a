"""The boxes in the app."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gridhall.foundation.messages.models import Message
from gridhall.foundation.messages.selectors import box_versions

from ._queue import NewMessage, queue_outside


@transaction.atomic
def send(messages: Iterable[NewMessage], *, at: datetime) -> int:
    """Put the messages into the recipients' in-app boxes; repeating a call adds nothing.

    Messages of a template that is registered as ``outside`` also leave the house, by the ways the
    customer prefers. Returns how many were handed over (known occasions included).
    """
    wanted = list(messages)
    versions = box_versions(codes={message.template for message in wanted}, at=at)
    rows = [
        Message(
            template=message.template, params=message.params, account_ref=message.account_id,
            employee_id=message.employee_id, dedup_key=message.dedup_key, created_at=at,
            version_id=versions.get(message.template),
        )
        for message in wanted
    ]  # fmt: skip
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    queue_outside(wanted, at=at)
    return len(rows)


def mark_read(*, message_ids: Iterable[int], at: datetime) -> int:
    """Note that these messages were seen; those seen before keep their time."""
    return Message.objects.filter(pk__in=list(message_ids), read_at__isnull=True).update(read_at=at)
