"""What one person asked for and another must decide."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ApprovalRequest(models.Model):
    """One act that waits for a second person (双人审批).

    ``kind`` names what will happen (see ``registry``); ``subject_type`` and ``subject_id`` to what.
    ``payload`` holds primitives and never a personal value in clear. ``organisation`` is whose
    data it touches; empty means the whole company. The database refuses who decides her own
    request, a second waiting request for the same subject, and a decision without a decider.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Waiting for approval")
        APPROVED = "APPROVED", _("Approved")
        REFUSED = "REFUSED", _("Turned down")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=100, blank=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    payload = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    dedup_key = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    requested_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(status="WAITING"),
                name="approval_waits_once_per_subject",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["APPROVED", "REFUSED"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("requested_by"))),
                name="approval_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status="WAITING", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="WAITING") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="approval_decision_is_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="approval_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["status", "kind", "-id"], name="approval_by_status"),
            models.Index(fields=["requested_by", "-id"], name="approval_by_requester"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="approval_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label} {self.status}"
