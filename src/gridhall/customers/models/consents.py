"""What the customer agreed to beyond the supply of electricity."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class Consent(models.Model):
    """The customer's yes or no to one use of her data, as it stands; no row means never asked.

    Supplying and billing need no consent (Personal Information Protection Law, article 13(2));
    everything here does, each on its own (article 14), and may be taken back (article 15).
    """

    class Use(models.TextChoices):
        MARKETING = "MARKETING", _("Offers and publicity")
        SURVEY = "SURVEY", _("Surveys")
        ELECTRONIC_BILL = "ELECTRONIC_BILL", _("Bills by electronic means only")
        USAGE_ADVICE = "USAGE_ADVICE", _("Advice from the use of electricity")
        SHARING = "SHARING", _("Passing on to partners")

    class Way(models.TextChoices):
        COUNTER = "COUNTER", _("At the counter")
        HOTLINE = "HOTLINE", _("By telephone")
        PORTAL = "PORTAL", _("Online")
        PAPER = "PAPER", _("On paper")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="consents")
    use = models.CharField(max_length=20, choices=Use.choices)
    given = models.BooleanField()
    way = models.CharField(max_length=10, choices=Way.choices)
    said_by = EncryptedTextField(default="")
    wording = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "use"], name="consent_one_per_use"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.use} {self.given}"
