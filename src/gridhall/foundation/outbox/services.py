"""Publishing events and delivering them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.audit import services as audit

from .errors import EventNotWaiting
from .models import MAX_ATTEMPTS, OutboxDelivery, OutboxEvent
from .registry import subscribers_of

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 10, 3600
AGAIN_SECONDS = 2
DELIVER_TASK = "outbox.deliver"
WAITING_REQUEST = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'"
#: The oldest transaction of others in this database that has written something and not ended. Their
#: numbers have 32 bits, those of the events 64: they are counted back from a number yet to come.
OLDEST_WRITER = """
    SELECT min(coming.number - ((coming.number - backend_xid::text::bigint) & 4294967295))
    FROM pg_stat_activity,
         (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1048576) AS coming (number)
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""
#: One's own transaction sees itself; a number from the future was restored from another server.
OWN_OR_RESTORED = RawSQL(
    "outbox_outboxevent.transaction >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    " OR outbox_outboxevent.transaction = pg_current_xact_id_if_assigned()::text::bigint",
    [],
    output_field=BooleanField(),
)


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
    rows = to_publish(events, at=at)
    OutboxEvent.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def to_publish(events: Iterable[Event], *, at: datetime) -> list[OutboxEvent]:
    """Return events as rows that the caller writes with its own, in its transaction.

    They are delivered after the commit.
    """
    rows = [
        OutboxEvent(
            name=event.name, aggregate=event.aggregate, payload=asdict(event), occurred_at=at
        )
        for event in events
    ]
    if rows:
        transaction.on_commit(_wake_worker, robust=True)
    return rows


def _wake_worker() -> None:
    """Ask the worker to deliver soon; one waiting request is enough.

    A request that waits now is fetched later, so its delivery sees what is committed by now.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAITING_REQUEST, [DELIVER_TASK])
        if cursor.fetchone():
            return
    try:
        with transaction.atomic():
            app.configure_task(DELIVER_TASK, queueing_lock=DELIVER_TASK).defer()
    except AlreadyEnqueued:
        return


def deliver_pending(*, limit: int = 1000, clock: Clock = timezone.now) -> int:
    """Deliver waiting events in the order they were written; return how many were finished.

    An event whose subscriber fails stays, counts its attempts and holds back the later events of
    the same aggregate, so that order is kept. It is tried again after 10 s, 20 s, 40 s and so on,
    at most an hour; after ``MAX_ATTEMPTS`` it waits for ``retry_event``. Two callers never take
    the same event, nor two events of one aggregate.
    """
    finished = 0
    last_id = 0
    settled = _settled()  # read before any event: who writes later, writes after what is seen
    while finished < limit:
        with transaction.atomic():
            row = _next_after(last_id, settled=settled, at=clock())
            if row is None:
                return finished
            last_id = row.pk
            if not _deliver(row, clock):
                continue
        finished += 1
    return finished


def _settled() -> Q:
    """Return the events before which nothing can appear: every older transaction has ended.

    Only those of this database count; other databases of the server hold nothing up.
    """
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_WRITER)
        (oldest,) = cursor.fetchone()
    return Q() if oldest is None else Q(transaction__lt=oldest) | Q(OWN_OR_RESTORED)


def _next_after(last_id: int, *, settled: Q, at: datetime) -> OutboxEvent | None:
    """Return the next event that may be delivered, locked; none that somebody else has."""
    earlier = OutboxEvent.objects.filter(
        delivered_at__isnull=True, aggregate=OuterRef("aggregate"), pk__lt=OuterRef("pk")
    )
    return (
        OutboxEvent.objects.select_for_update(skip_locked=True)
        .filter(settled, ~Exists(earlier), delivered_at__isnull=True)
        .filter(Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=at))
        .filter(pk__gt=last_id, attempts__lt=MAX_ATTEMPTS)
        .order_by("pk")
        .first()
    )


def _deliver(row: OutboxEvent, clock: Clock) -> bool:
    for dotted_name, subscriber in subscribers_of(row.name).items():
        try:
            with transaction.atomic():
                _delivery, first_time = OutboxDelivery.objects.get_or_create(
                    event=row, subscriber=dotted_name, defaults={"delivered_at": clock()}
                )
                if first_time:
                    subscriber({**row.payload, "event_id": str(row.event_id)})
        except Exception as error:
            logger.exception("outbox subscriber failed")
            _put_off(row, f"{dotted_name}: {type(error).__name__}", at=clock())
            return False
    OutboxEvent.objects.filter(pk=row.pk).update(delivered_at=clock(), next_attempt_at=None)
    return True


def _put_off(row: OutboxEvent, reason: str, *, at: datetime) -> None:
    wait = min(FIRST_WAIT_SECONDS * 2**row.attempts, LONGEST_WAIT_SECONDS)
    OutboxEvent.objects.filter(pk=row.pk).update(
        attempts=F("attempts") + 1, last_error=reason[:300],
        next_attempt_at=at + timedelta(seconds=wait),
    )  # fmt: skip


def retry_failed() -> int:
    """Let events that failed be tried again at once, those given up too; return how many."""
    failed = OutboxEvent.objects.filter(delivered_at__isnull=True, attempts__gt=0)
    return failed.update(attempts=0, next_attempt_at=None)


@transaction.atomic
def retry_event(*, pk: int, actor_id: int | None, at: datetime, reason: str) -> None:
    """Let one event that failed be tried again at once, by a person; raises EventNotWaiting."""
    waiting = OutboxEvent.objects.filter(pk=pk, delivered_at__isnull=True, attempts__gt=0)
    if not waiting.update(attempts=0, next_attempt_at=None):
        raise EventNotWaiting(event=pk)
    row = OutboxEvent.objects.get(pk=pk)
    audit.record(
        action="outbox.retried", at=at, actor_id=actor_id, object_type="outbox_event",
        object_id=pk, object_label=str(pk), reason=reason.strip()[:300],
        changes={"event": row.name, "aggregate": row.aggregate, "error": row.last_error},
    )  # fmt: skip
    transaction.on_commit(_wake_worker, robust=True)


def deliver_again_soon() -> None:
    """Ask the worker to deliver in two seconds, for events that another writer still holds up."""
    task = app.configure_task(
        DELIVER_TASK, queueing_lock=DELIVER_TASK, schedule_in={"seconds": AGAIN_SECONDS}
    )
    try:
        with transaction.atomic():
            task.defer()
    except AlreadyEnqueued:
        return
