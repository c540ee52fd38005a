"""Who else stands behind an account, and as what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class AccountRole(models.Model):
    """A person or firm in a role at an account: a party known by a document, or name and phone."""

    class Role(models.TextChoices):
        OWNER = "OWNER", _("Owner of the property")
        TENANT = "TENANT", _("Tenant")
        PAYER = "PAYER", _("Payer")
        LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE", _("Legal representative")
        EMERGENCY_CONTACT = "EMERGENCY_CONTACT", _("Emergency contact")
        AGENT = "AGENT", _("Agent for applications")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="roles")
    role = models.CharField(max_length=24, choices=Role.choices)
    party = models.ForeignKey(
        "customers.Party", models.PROTECT, null=True, related_name="account_roles"
    )
    name = EncryptedTextField(default="")
    phone = EncryptedTextField(default="")
    relation = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False) | Q(GreaterThan(Length("name"), 0)),
                name="account_role_names_somebody",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "party"], name="account_role_once_per_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"
