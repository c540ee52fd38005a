"""Publishing events and delivering them."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from .models import OutboxDelivery, OutboxEvent
from .registry import subscribers_of

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 10
DELIVER_TASK = "outbox.deliver"


class Event(Protocol):
    """An event: a frozen dataclass in a context's ``events.py``, past tense, primitives only."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    name: ClassVar[str]

    @property
    def aggregate(self) -> str:
        """What the event is about (``account:42``): events of one aggregate keep their order."""


def publish(event: Event, *, at: datetime) -> OutboxEvent:
    """Write ``event`` to the outbox in the caller's transaction; it is delivered after the commit."""
    row = OutboxEvent.objects.create(
        name=event.name, aggregate=event.aggregate, payload=asdict(event), occurred_at=at
    )
    transaction.on_commit(_wake_worker, robust=True)
    return row


def _wake_worker() -> None:
    """Ask the worker to deliver soon; one waiting request is enough."""
    try:
        with transaction.atomic():
            app.configure_task(DELIVER_TASK, queueing_lock=DELIVER_TASK).defer()
    except AlreadyEnqueued:
        return


def deliver_pending(*, limit: int = 1000) -> int:
    """Deliver waiting events in the order they were written; return how many were finished.

    An event whose subscriber fails stays, counts its attempts and holds back the later events of
    the same aggregate, so that order is kept. Two callers never take the same event.
    """
    finished = 0
    held: set[str] = set()
    last_id = 0
    while finished < limit:
        with transaction.atomic():
            row = (
                OutboxEvent.objects.select_for_update(skip_locked=True)
                .filter(delivered_at__isnull=True, attempts__lt=MAX_ATTEMPTS, pk__gt=last_id)
                .order_by("pk")
                .first()
            )
            if row is None:
                return finished
            last_id = row.pk
            if row.aggregate in held:
                continue
            if not _deliver(row):
                held.add(row.aggregate)
                continue
        finished += 1
    return finished


def _deliver(row: OutboxEvent) -> bool:
    for dotted_name, subscriber in subscribers_of(row.name).items():
        try:
            with transaction.atomic():
                _delivery, first_time = OutboxDelivery.objects.get_or_create(
                    event=row, subscriber=dotted_name, defaults={"delivered_at": timezone.now()}
                )
                if first_time:
                    subscriber({**row.payload, "event_id": str(row.event_id)})
        except Exception as error:
            logger.exception("outbox subscriber failed")
            OutboxEvent.objects.filter(pk=row.pk).update(
                attempts=F("attempts") + 1,
                last_error=f"{dotted_name}: {type(error).__name__}"[:300],
            )
            return False
    OutboxEvent.objects.filter(pk=row.pk).update(delivered_at=timezone.now())
    return True
