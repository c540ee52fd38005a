"""Deliveries that go into the box in the app: sent with the transaction that plans them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gridhall.foundation.bulk import copy_in
from gridhall.foundation.messages.models import Attempt, Channel, Delivery, Message
from gridhall.foundation.messages.rendering import params_of

ALIKE = ("version_id", "organisation_id", "language", "attempts", "tries")


def put_into_boxes(rows: Sequence[Delivery], *, at: datetime) -> None:
    """Write the messages and their attempts; the deliveries become SENT."""
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
    copy_in(
        Attempt(
            delivery=row, number=row.attempts, channel=Channel.IN_APP,
            outcome=Attempt.Outcome.ACCEPTED, started_at=at, finished_at=at,
        )
        for row in rows
    )  # fmt: skip
    _mark_sent(rows, at=at)


def _mark_sent(rows: Sequence[Delivery], *, at: datetime) -> None:
    """Write the rows back: most of a batch are alike, so few statements do."""
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in rows:
        alike[tuple(getattr(row, name) for name in ALIKE)].append(row.pk)
    for values, ids in alike.items():
        Delivery.objects.filter(pk__in=ids).update(
            status=Delivery.Status.SENT, reason="", channel=Channel.IN_APP, address="",
            address_index=b"", address_mask="", sent_at=at, claimed_at=at,
            **dict(zip(ALIKE, values, strict=True)),
        )  # fmt: skip
