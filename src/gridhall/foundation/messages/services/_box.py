"""The boxes in the app."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from gridhall.foundation.bulk import batched
from gridhall.foundation.messages.models import Channel, Message
from gridhall.foundation.messages.selectors import box_versions

from ._queue import NewMessage, queue_outside

BATCH = 2000
INSERT = """
INSERT INTO messaging_message
    (template, params, version_id, account_ref, employee_id, dedup_key, channel, created_at)
SELECT one.template, one.params, one.version, one.account, one.employee, one.key, %s, %s
FROM json_to_recordset(%s) AS one
    (template text, params jsonb, version bigint, account bigint, employee bigint, key text)
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def send(messages: Iterable[NewMessage], *, at: datetime) -> int:
    """Put the messages into the recipients' in-app boxes; repeating a call adds nothing.

    Messages of a template that is registered as ``outside`` also leave the house, by the ways the
    customer prefers. Returns how many were handed over (known occasions included).
    """
    wanted = list(messages)
    versions = box_versions(codes={message.template for message in wanted}, at=at)
    for batch in batched(wanted, BATCH):
        _write(batch, versions, at)
    queue_outside(wanted, at=at)
    return len(wanted)


def _write(batch: tuple[NewMessage, ...], versions: dict[str, int], at: datetime) -> None:
    """Write messages; a known occasion stays as it is.

    They go out as one text: quoting every value of every message takes several times as long.
    """
    rows = [
        {
            "template": one.template, "params": one.params, "version": versions.get(one.template),
            "account": one.account_id, "employee": one.employee_id, "key": one.dedup_key,
        }
        for one in batch
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [Channel.IN_APP, at, json.dumps(rows, ensure_ascii=False)])


def mark_read(*, message_ids: Iterable[int], at: datetime) -> int:
    """Note that these messages were seen; those seen before keep their time."""
    return Message.objects.filter(pk__in=list(message_ids), read_at__isnull=True).update(read_at=at)
