"""Corrections of a file that somebody asked for and somebody else decides."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class Correction(models.Model):
    """A request to set one part of a file right (档案更正申请), with old and new values.

    ``values`` and ``before`` are JSON by field name, encrypted. The customer files it herself or
    a clerk does for her; a steward who did not file it decides.
    """

    class Status(models.TextChoices):
        PENDING = "PENDING", _("Waiting for review")
        ACCEPTED = "ACCEPTED", _("Accepted")
        REFUSED = "REFUSED", _("Refused")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    class Origin(models.TextChoices):
        CUSTOMER = "CUSTOMER", _("By the customer, online")
        STAFF = "STAFF", _("By staff")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="corrections")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    part = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)
    before = EncryptedTextField(default="")
    values = EncryptedTextField()
    from_day = models.DateField()
    reason = models.CharField(max_length=300)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approval_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(status__in=["ACCEPTED", "REFUSED"])
                | ~Q(decided_by=F("filed_by")),
                name="correction_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status="PENDING", decided_at__isnull=True)
                | (~Q(status="PENDING") & Q(decided_at__isnull=False)),
                name="correction_decided_when_not_pending",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "id"], name="correction_waiting",
                condition=Q(status="PENDING"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"correction {self.pk} of account {self.account_id}"
