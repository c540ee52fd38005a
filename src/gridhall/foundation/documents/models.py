"""Files that belong to business objects: their bytes, what they belong to, how long they stay."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class Document(models.Model):
    """One stored file; its bytes never change.

    ``blob`` is its name in the store and ``data_key`` the key of its bytes (base64, encrypted).
    Both are empty for a file of before there was encryption: it lies in clear under its SHA-256.
    ``content_hash`` is keyed, so it finds equal files and tells nothing of their content.
    """

    class Scan(models.TextChoices):
        NONE = "NONE", _("Not scanned: no scanner is set up")
        CLEAN = "CLEAN", _("Scanned, nothing found")
        QUARANTINED = "QUARANTINED", _("In quarantine until it is scanned")

    name = EncryptedTextField()
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    blob = models.CharField(max_length=64, default="", blank=True)
    data_key = EncryptedTextField(default="", blank=True)
    kind = models.CharField(max_length=40)
    scan = models.CharField(max_length=12, choices=Scan.choices, default=Scan.NONE)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    # the bytes are gone for good; the row stays because history refers to it
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="document_size_not_negative"),
            models.UniqueConstraint(
                fields=["blob"], condition=~Q(blob=""), name="document_blob_once"
            ),
        ]
        indexes = [
            models.Index(fields=["content_hash"], name="document_by_hash"),
            models.Index(
                fields=["id"], condition=Q(blob="", erased_at__isnull=True),
                name="document_still_in_clear",
            ),
            models.Index(
                fields=["id"], condition=Q(scan="QUARANTINED"), name="document_in_quarantine"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class DocumentLink(models.Model):
    """A paper attached to a business object, whatever its version.

    ``subject_type`` is a registered one (``access.py``); ``account_ref`` the account it belongs to,
    if any, and ``organisation`` the unit in whose scope it lies.
    """

    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    account_ref = models.BigIntegerField(null=True, blank=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    # the first day on which the time of retention runs: when what it belongs to has ended
    retention_from = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="document_link_by_subject"),
            models.Index(fields=["account_ref"], name="document_link_by_account"),
            models.Index(
                fields=["retention_from"], condition=Q(erased_at__isnull=True),
                name="document_link_by_retention",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.kind}"


class DocumentVersion(models.Model):
    """One version of a paper; the highest number is the one in force, the others stay."""

    link = models.ForeignKey(DocumentLink, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.OneToOneField(Document, models.PROTECT, related_name="version")
    note = EncryptedTextField(default="", blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "number"], name="document_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} v{self.number}"


class LegalHold(models.Model):
    """Nothing of this subject, or of this account, may be erased while the hold stands."""

    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    account_ref = models.BigIntegerField(null=True, blank=True)
    # what people call it (an account number), and the unit in whose scope it lies
    label = models.CharField(max_length=60, default="", blank=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    reason = EncryptedTextField(default="")
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account_ref__isnull=False, subject_type="", subject_id="")
                | (Q(account_ref__isnull=True) & ~Q(subject_type="") & ~Q(subject_id="")),
                name="legal_hold_on_a_subject_or_an_account",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("placed_at")),
                name="legal_hold_lifted_after_it_was_placed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id"], condition=Q(lifted_at__isnull=True),
                name="legal_hold_standing",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}".strip() or f"account {self.account_ref}"
