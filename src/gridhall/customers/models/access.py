"""Who may see an account at the portal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PortalAccess(models.Model):
    """The right of a person to see and pay for an account at the portal."""

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="portal_accesses")
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="portal_accesses")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account", "valid_from"], name="portal_access_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="portal_access_period_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.account_id}"
