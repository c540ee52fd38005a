"""What customers write to the company."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField

from .choices import Channel


class InboundMessage(models.Model):
    """One e-mail or text message from outside (来信), kept once by the provider's id.

    ``account_refs`` are the accounts whose contact has this sender's address: one is a match,
    several or none leave a doubt that a person settles by ``account_ref``.
    """

    class Match(models.TextChoices):
        CERTAIN = "CERTAIN", _("Sender known")
        SEVERAL = "SEVERAL", _("Several accounts")
        UNKNOWN = "UNKNOWN", _("Sender unknown")
        SETTLED = "SETTLED", _("Assigned by hand")

    class Status(models.TextChoices):
        NEW = "NEW", _("Not dealt with yet")
        DONE = "DONE", _("Dealt with")

    channel = models.CharField(max_length=20, choices=Channel.choices)
    provider_id = models.CharField(max_length=200)
    sender = EncryptedTextField()
    sender_index = models.BinaryField(max_length=16)
    sender_mask = models.CharField(max_length=80)
    subject = EncryptedTextField(default="")
    body = EncryptedTextField(default="")
    documents = models.ManyToManyField("documents.Document", related_name="+")
    problems = models.CharField(max_length=300, blank=True)
    account_refs = ArrayField(models.BigIntegerField(), default=list)
    account_ref = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    match = models.CharField(max_length=10, choices=Match.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    answers = models.ForeignKey(
        "messaging.Delivery", models.PROTECT, null=True, related_name="answered_by"
    )
    received_at = models.DateTimeField()
    done_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "provider_id"], name="inbound_once_per_provider_id"
            ),
            models.CheckConstraint(
                condition=~Q(match__in=["CERTAIN", "SETTLED"]) | Q(account_ref__isnull=False),
                name="inbound_match_has_an_account",
            ),
        ]
        indexes = [
            models.Index(fields=["account_ref", "-id"], name="inbound_by_account"),
            models.Index(fields=["status", "-id"], name="inbound_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.provider_id}"
