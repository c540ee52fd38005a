"""Events that left a transaction and wait for their subscribers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction in which it happened."""

    event_id = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=80)
    aggregate = models.CharField(max_length=80)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

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
