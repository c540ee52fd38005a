"""Deliveries that go into the box in the app: sent with the transaction that plans them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gridhall.foundation.messages.models import Attempt, Channel, Delivery, Message
from gridhall.foundation.messages.rendering import params_of


def put_into_boxes(rows: Sequence[Delivery], *, at: datetime) -> None:
    """Write the messages and their attempts; the rows become SENT (the caller writes them)."""
    Message.objects.bulk_create(
        [
            Message(
                template=row.template, params=params_of(row), version=row.version,
                account_ref=row.account_ref, dedup_key=row.dedup_key, created_at=at,
            )
            for row in rows
        ],
        ignore_conflicts=True, batch_size=2000,
    )  # fmt: skip
    for row in rows:
        row.attempts, row.tries = row.attempts + 1, row.tries + 1
        row.status, row.sent_at = Delivery.Status.SENT, at
    Attempt.objects.bulk_create(
        Attempt(
            delivery=row, number=row.attempts, channel=Channel.IN_APP,
            outcome=Attempt.Outcome.ACCEPTED, started_at=at, finished_at=at,
        )
        for row in rows
    )  # fmt: skip
