"""Requests of persons about their data, erasures, large exports, and who looked at how much."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class SubjectRequest(models.Model):
    """A person asks for a copy of her data or for their erasure (PIPL, articles 45 and 47).

    ``party_ref`` is the id of the party (a higher context, so no foreign key). What was kept, and
    what stood in the way, is in ``outcome`` as codes and texts without personal values.
    """

    class Kind(models.TextChoices):
        EXPORT = "EXPORT", _("Copy of the data")
        ERASE = "ERASE", _("Erasure")

    class Status(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        PROVEN = "PROVEN", _("Identity proven")
        WAITING = "WAITING", _("Waiting for approval")
        APPROVED = "APPROVED", _("Being carried out")
        DONE = "DONE", _("Done")
        REFUSED = "REFUSED", _("Turned down")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    party_ref = models.BigIntegerField()
    account_no = models.CharField(max_length=13)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    due_on = models.DateField()
    note = EncryptedTextField(default="", blank=True)
    proof_note = EncryptedTextField(default="", blank=True)
    answer = models.CharField(max_length=300, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    document_ref = models.BigIntegerField(null=True, blank=True)
    available_until = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    proven_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_ref", "kind"],
                condition=Q(status__in=["RECEIVED", "PROVEN", "WAITING", "APPROVED"]),
                name="subject_request_one_open_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["DONE", "REFUSED", "WITHDRAWN"])
                | Q(finished_at__isnull=False),
                name="subject_request_end_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="subject_request_by_due"),
            models.Index(fields=["organisation", "-id"], name="subject_request_by_unit"),
        ]

    def __str__(self) -> str:
        return self.number


class Erasure(models.Model):
    """A person whose data were erased, known by a keyed hash alone; never removed.

    The same lines stand in a file outside the database, from which an older backup that is
    restored learns whom to erase again.
    """

    request_no = models.CharField(max_length=20, unique=True)
    subject_key = models.BinaryField(max_length=16)
    erased_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_key"], name="erasure_by_key")]

    def __str__(self) -> str:
        return self.request_no


class MassExport(models.Model):
    """A list with personal data, too long to be taken without a second person (R4).

    ``query`` is the address the list was asked for with; what was typed may be a name, so it is
    encrypted. The file is made by a job after approval and offered for a limited time.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Waiting for approval")
        APPROVED = "APPROVED", _("Being made")
        READY = "READY", _("Ready to be taken")
        REFUSED = "REFUSED", _("Turned down")
        EXPIRED = "EXPIRED", _("Expired")

    number = models.CharField(max_length=20, unique=True)
    list_name = models.CharField(max_length=40)
    fmt = models.CharField(max_length=4)
    language = models.CharField(max_length=10)
    query = EncryptedTextField(default="", blank=True)
    filters = models.JSONField(default=list, blank=True)
    row_count = models.IntegerField()
    reason = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    requested_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    document_ref = models.BigIntegerField(null=True, blank=True)
    available_until = models.DateTimeField(null=True, blank=True)
    canary = models.CharField(max_length=40, blank=True)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="READY")
                | Q(document_ref__isnull=False, available_until__isnull=False),
                name="mass_export_ready_has_a_file",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="mass_export_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["requested_by", "-id"], name="mass_export_by_requester"),
            models.Index(fields=["status", "-id"], name="mass_export_by_status"),
        ]

    def __str__(self) -> str:
        return self.number


class RevealHour(models.Model):
    """How many personal values somebody looked at in full within one hour."""

    actor = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    hour = models.DateTimeField()
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    count = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    alarmed_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    seen_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "hour"], name="reveal_hour_once"),
        ]
        indexes = [
            models.Index(
                fields=["-id"], condition=Q(alarmed_at__isnull=False), name="reveal_alarms"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.hour:%Y-%m-%d %H}: {self.count}"
