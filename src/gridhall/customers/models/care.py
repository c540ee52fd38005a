"""People who need special care (特殊关怀)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class CareNeed(models.Model):
    """A reason to look after somebody at an account, with its proof and how long that holds.

    Health and hardship are sensitive personal data: who it is, the proof and notes are encrypted.
    """

    class Kind(models.TextChoices):
        ELDERLY = "ELDERLY", _("Elderly")
        DISABLED = "DISABLED", _("Disabled")
        LIVING_ALONE = "LIVING_ALONE", _("Elderly, living alone")
        LIFE_SUPPORT = "LIFE_SUPPORT", _("Life support at home")
        HARDSHIP = "HARDSHIP", _("Hardship")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="care_needs")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    person = EncryptedTextField(default="")
    proof = EncryptedTextField(default="")
    proof_expires_on = models.DateField(null=True)
    note = EncryptedTextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind"], name="care_need_once_per_kind"),
        ]
        indexes = [models.Index(fields=["proof_expires_on"], name="care_need_by_expiry")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"
