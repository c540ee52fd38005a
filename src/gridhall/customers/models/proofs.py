"""Tries to prove that an account is one's own, and the codes sent for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.customers.portal_rights import Proof


class ProofPurpose(models.TextChoices):
    """What a proof or a code is for."""

    BIND = "BIND", _("Bind an account")
    STEP_UP = "STEP_UP", _("See details of the use")


class ProofTry(models.Model):
    """One try to prove something about an account number, right or wrong.

    ``asked`` is the keyed hash of the number that was typed: a number that does not exist is
    counted, and locked, like one that does. The proof itself is never kept.
    """

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=ProofPurpose.choices)
    kind = models.CharField(max_length=20, choices=Proof.choices)
    asked = models.BinaryField(max_length=16)
    account = models.ForeignKey("customers.Account", models.PROTECT, null=True, related_name="+")
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user", "at"], name="proof_try_by_user"),
            models.Index(fields=["asked", "at"], name="proof_try_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class ProofCode(models.Model):
    """A one-time code sent to the phone on file; kept as a keyed hash.

    Without an ``account`` nothing was sent: the number does not exist or has no phone, and the
    person who asked is told the same as if it had been.
    """

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=ProofPurpose.choices)
    asked = models.BinaryField(max_length=16)
    account = models.ForeignKey("customers.Account", models.PROTECT, null=True, related_name="+")
    code_index = models.BinaryField(max_length=16)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="proof_code_expires_later"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "asked", "-id"], name="proof_code_by_user"),
            models.Index(fields=["asked", "sent_at"], name="proof_code_by_number"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"
