"""How the people behind an account are reached."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class Contact(models.Model):
    """A way to reach the people behind an account."""

    class Kind(models.TextChoices):
        PHONE = "PHONE", _("Phone")
        EMAIL = "EMAIL", _("E-mail")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = EncryptedTextField(default="")
    value = EncryptedTextField()
    value_index = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "value_index"], name="contact_once_per_account"
            ),
        ]
        indexes = [models.Index(fields=["value_index"], name="contact_by_value")]

    def __str__(self) -> str:
        return f"contact {self.pk}"
