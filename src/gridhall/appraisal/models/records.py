"""Reward and penalty, as a record only: nothing is paid or taken by this program."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class Recognition(models.Model):
    """Somebody was praised or reproved (奖惩记录), and whether the customer concerned was told."""

    class Kind(models.TextChoices):
        REWARD = "REWARD", _("Reward")
        PENALTY = "PENALTY", _("Penalty")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    on = models.DateField()
    reason = EncryptedTextField()
    case_number = models.CharField(max_length=30, blank=True)
    customer_told_on = models.DateField(null=True)
    noted_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("noted_by")), name="recognition_noted_by_another"
            )
        ]
        indexes = [models.Index(fields=["organisation", "-on"], name="recognition_by_unit")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
