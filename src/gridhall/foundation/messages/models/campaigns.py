"""One text to many accounts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .choices import Channel, Purpose


class Campaign(models.Model):
    """A message to a list of accounts (群发), approved by another person than its author.

    Each recipient is a ``Delivery`` of its own from the start, so the list that was approved is
    the list that is sent, and each row knows how far it came. ``texts`` holds the words by
    language: ``{"zh-hans": {"subject": …, "text": …}, "en": …}``.
    """

    class Status(models.TextChoices):
        PREPARING = "PREPARING", _("List being written")
        DRAFT = "DRAFT", _("Draft")
        REQUESTED = "REQUESTED", _("Waiting for approval")
        RUNNING = "RUNNING", _("Running")
        PAUSED = "PAUSED", _("Paused")
        FINISHED = "FINISHED", _("Finished")
        CANCELLED = "CANCELLED", _("Called off")
        REFUSED = "REFUSED", _("Not approved")

    title = models.CharField(max_length=120)
    template = models.CharField(max_length=60)
    texts = models.JSONField(default=dict)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    channels = ArrayField(models.CharField(max_length=20, choices=Channel.choices))
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    audience = models.CharField(max_length=60, blank=True)
    selection = ArrayField(models.BigIntegerField(), default=list)
    recipients = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    reason = models.CharField(max_length=300, blank=True)
    start_at = models.DateTimeField()
    created_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["RUNNING", "PAUSED", "FINISHED"])
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("created_by"))),
                name="campaign_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="campaign_by_organisation")]

    def __str__(self) -> str:
        return self.title
