"""What a customer chose, and the addresses that no longer work."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .choices import Channel, Purpose


class Preference(models.Model):
    """What the people behind an account chose for one purpose.

    ``channels`` is their order of ways out (empty: none but the app). ``allowed`` is their word
    on the purpose as such; it never overrules a consent that was refused elsewhere.
    """

    account_ref = models.BigIntegerField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    channels = ArrayField(models.CharField(max_length=20, choices=Channel.choices), default=list)
    allowed = models.BooleanField()
    language = models.CharField(max_length=10, blank=True)
    changed_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_ref", "purpose"], name="preference_once_per_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_ref} {self.purpose}"


class Suppression(models.Model):
    """An address that bounced: nothing goes there until it is changed or the entry is lifted."""

    channel = models.CharField(max_length=20, choices=Channel.choices)
    address_index = models.BinaryField(max_length=16)
    address_mask = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_index"], condition=Q(lifted_at__isnull=True),
                name="suppression_once_per_address",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.channel} {self.address_mask}"
