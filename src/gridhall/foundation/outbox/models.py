"""Events that left a transaction and wait for their subscribers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Func, Q

#: So often is an event tried by itself; then it waits for a person.
MAX_ATTEMPTS = 10
#: The number of the transaction that writes the row.
WRITING_TRANSACTION = Func(
    template="pg_current_xact_id()::text::bigint", output_field=models.BigIntegerField()
)


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction in which it happened.

    ``transaction`` keeps the order of an aggregate when two transactions write at once: nothing
    is delivered while a transaction that began earlier may still write something before it.
    ``next_attempt_at`` is set by a failure: not before then is the event tried again.
    """

    event_id = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=80)
    aggregate = models.CharField(max_length=80)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    transaction = models.BigIntegerField(db_default=WRITING_TRANSACTION, editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="outbox_waiting", condition=Q(delivered_at__isnull=True)
            ),
            models.Index(
                fields=["aggregate", "id"],
                name="outbox_waiting_by_aggregate",
                condition=Q(delivered_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.event_id}"


class OutboxDelivery(models.Model):
    """The proof that one subscriber has handled one event: it never handles it twice."""

    event = models.ForeignKey("outbox.OutboxEvent", models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=120)
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_delivered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.subscriber}"
