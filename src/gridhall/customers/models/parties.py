"""Parties (用电人): who uses electricity."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class Party(models.Model):
    """A person or an organisation (用电人), known by one identity document."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("Person")
        ORGANISATION = "ORGANISATION", _("Organisation")

    class DocumentKind(models.TextChoices):
        RESIDENT_ID = "RESIDENT_ID", _("Resident identity card")
        CREDIT_CODE = "CREDIT_CODE", _("Unified social credit code")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = EncryptedTextField()
    id_document_kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    id_document = EncryptedTextField()
    id_document_index = models.BinaryField(max_length=16)
    legal_representative = EncryptedTextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_document_kind", "id_document_index"], name="party_one_per_id_document"
            ),
        ]

    def __str__(self) -> str:
        return f"party {self.pk}"
