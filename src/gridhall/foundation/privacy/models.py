"""The change of the key that personal values are encrypted with."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class KeyRotation(models.Model):
    """Encrypting every personal value anew under one key and cipher: how far it has come.

    What is left to do is told by the values themselves, so a rotation that was killed goes on
    where it stood; these figures are for people.
    """

    class Status(models.TextChoices):
        RUNNING = "RUNNING", _("Running")
        FINISHED = "FINISHED", _("Finished")

    key_id = models.CharField(max_length=31)
    cipher = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    values_total = models.BigIntegerField()
    values_done = models.BigIntegerField(default=0)
    met_writers = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_id", "cipher"], condition=Q(status="RUNNING"),
                name="key_rotation_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="RUNNING", finished_at__isnull=True)
                | Q(status="FINISHED", finished_at__isnull=False),
                name="key_rotation_end_is_known",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="key_rotation_ends_after_start",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.key_id} {self.cipher} {self.values_done}/{self.values_total}"
