"""Invitations to somebody else's account."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.customers.portal_rights import EVERY_RIGHT, Right
from gridhall.foundation.privacy.fields import EncryptedTextField


class AccessInvitation(models.Model):
    """The offer of access to some accounts, sent to a phone.

    Whoever signs in with that phone verified may accept it until ``expires_at``. The link's
    secret is kept as a keyed hash only. ``account_ids`` are accounts of the inviter; they are
    looked at again when the invitation is accepted.
    """

    class Status(models.TextChoices):
        PENDING = "PENDING", _("Waiting for an answer")
        ACCEPTED = "ACCEPTED", _("Accepted")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    inviter = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    account_ids = ArrayField(models.BigIntegerField())
    rights = ArrayField(models.CharField(max_length=20, choices=Right.choices))
    valid_to = models.DateField(null=True)
    known_as = EncryptedTextField(default="")
    phone = EncryptedTextField()
    phone_index = models.BinaryField(max_length=16)
    secret_index = models.BinaryField(max_length=16, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account_ids__len__gt=0), name="access_invitation_has_accounts"
            ),
            models.CheckConstraint(
                condition=Q(rights__contained_by=list(EVERY_RIGHT), rights__len__gt=0),
                name="access_invitation_has_known_rights",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="access_invitation_expires_later",
            ),
        ]
        indexes = [
            models.Index(
                fields=["phone_index"],
                condition=Q(status="PENDING"),
                name="access_invitation_by_phone",
            ),
            models.Index(fields=["inviter", "-id"], name="access_invitation_by_inviter"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
