"""What the simulated providers of the demo took in."""

from __future__ import annotations

from django.db import models

from gridhall.foundation.privacy.fields import EncryptedTextField

from .choices import Channel


class SimulatedMessage(models.Model):
    """A message that a simulated provider accepted: the demo's telephone and letter box.

    Exists only where no real provider is set up; ``token`` is the idempotency key, so a call
    made twice shows once.
    """

    token = models.UUIDField(unique=True)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    address = EncryptedTextField()
    address_index = models.BinaryField(max_length=16)
    title = EncryptedTextField(default="")
    body = EncryptedTextField()
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_index", "-id"], name="simulated_by_address")]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
