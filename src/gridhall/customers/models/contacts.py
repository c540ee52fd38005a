"""How the people behind an account are reached."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class ContactPurpose(models.TextChoices):
    """What somebody may be reached for. MARKETING needs a consent of its own besides."""

    SERVICE = "SERVICE", _("Service and outages")
    BILLING = "BILLING", _("Bills and payments")
    MARKETING = "MARKETING", _("Offers and publicity")


def usual_purposes() -> list[str]:
    """Return what a contact serves unless the customer says otherwise."""
    return [ContactPurpose.SERVICE, ContactPurpose.BILLING]


class Contact(models.Model):
    """A way to reach the people behind an account; ``rank`` 1 is tried first.

    A phone is a mobile, a landline or a short code: its digits tell (``checks.phone_form``).
    """

    class Kind(models.TextChoices):
        PHONE = "PHONE", _("Phone")
        EMAIL = "EMAIL", _("E-mail")
        WECHAT = "WECHAT", _("WeChat")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = EncryptedTextField(default="")
    value = EncryptedTextField()
    value_index = models.BinaryField(max_length=16)
    purposes = ArrayField(
        models.CharField(max_length=10, choices=ContactPurpose.choices), default=usual_purposes
    )
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "value_index"], name="contact_once_per_account"
            ),
        ]
        indexes = [models.Index(fields=["value_index"], name="contact_by_value")]

    def __str__(self) -> str:
        return f"contact {self.pk}"
