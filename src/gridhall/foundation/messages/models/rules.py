"""Rules of the company for messages, as dated entries with their source."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .choices import Channel, Purpose


class PurposeRule(models.Model):
    """What holds for messages of one purpose from a day on, until a later entry holds.

    ``quiet_from``–``quiet_until`` are hours of the territory in which nobody is disturbed (they
    may span midnight; both empty: none). The caps count what left the house for one account
    (0: no cap). ``channels`` is the order of ways out for who said nothing else.
    """

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    valid_from = models.DateField()
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    max_per_day = models.PositiveSmallIntegerField(default=0)
    max_per_week = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=4)
    keep_trying_hours = models.PositiveSmallIntegerField(default=72)
    channels = ArrayField(models.CharField(max_length=20, choices=Channel.choices))
    needs_consent = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "valid_from"], name="purpose_rule_one_a_day"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="purpose_rule_quiet_hours_whole",
            ),
            models.CheckConstraint(
                condition=Q(max_attempts__gt=0, keep_trying_hours__gt=0),
                name="purpose_rule_tries_at_least_once",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="purpose_rule_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.valid_from}"


class ChannelPrice(models.Model):
    """What one message (a text message: one part of it) costs from a day on, in yuan."""

    channel = models.CharField(max_length=20, choices=Channel.choices)
    valid_from = models.DateField()
    unit_price = models.DecimalField(max_digits=10, decimal_places=4)
    source = models.CharField(max_length=200)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "valid_from"], name="channel_price_one_a_day"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0), name="channel_price_not_negative"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="channel_price_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.valid_from}"
