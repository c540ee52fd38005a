"""Publishing events and delivering them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import transaction
from django.db.models import Exists, F, OuterRef
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
    """Write ``event`` in the caller's transaction; it is delivered after the commit."""
    row = OutboxEvent.objects.create(
        name=event.name, aggregate=event.aggregate, payload=asdict(event), occurred_at=at
    )
    transaction.on_commit(_wake_worker, robust=True)
    return row


def publish_many(events: Iterable[Event], *, at: datetime) -> int:
    """Write many events with few statements and one wake-up; return how many."""
    rows = [
        OutboxEvent(
            name=event.name, aggregate=event.aggregate, payload=asdict(event), occurred_at=at
        )
        for event in events
    ]
    OutboxEvent.objects.bulk_create(rows, batch_size=2000)
    if rows:
        transaction.on_commit(_wake_worker, robust=True)
    return len(rows)


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
    the same aggregate, so that order is kept; after ``MAX_ATTEMPTS`` it waits for
    ``retry_failed``. Two callers never take the same event, nor two events of one aggregate.
    """
    finished = 0
    last_id = 0
    earlier = OutboxEvent.objects.filter(
        delivered_at__isnull=True, aggregate=OuterRef("aggregate"), pk__lt=OuterRef("pk")
    )
    while finished < limit:
        with transaction.atomic():
            row = (
                OutboxEvent.objects.select_for_update(skip_locked=True)
                .filter(~Exists(earlier), delivered_at__isnull=True, pk__gt=last_id)
                .filter(attempts__lt=MAX_ATTEMPTS)
                .order_by("pk")
                .first()
            )
            if row is None:
                return finished
            last_id = row.pk
            if not _deliver(row):
                continue
        finished += 1
    return finished


def retry_failed() -> int:
    """Let events that were given up be tried again; return how many."""
    given_up = OutboxEvent.objects.filter(delivered_at__isnull=True, attempts__gte=MAX_ATTEMPTS)
    return given_up.update(attempts=0)


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
