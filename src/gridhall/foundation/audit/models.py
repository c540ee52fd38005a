"""Who did what, when, to what and why: rows that are only ever added."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One act of a person or of the system, chained by hash to the one before it.

    There are several chains (``chain``) so that writers seldom wait for each other; within a chain
    ``sequence`` has no gap and ``digest`` covers the row and the digest before it. The table has a
    trigger that refuses UPDATE and DELETE.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=100, blank=True)
    account_ref = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    changes = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    chain = models.SmallIntegerField()
    sequence = models.BigIntegerField()
    previous_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_chain_without_fork"),
        ]
        indexes = [
            models.Index(fields=["account_ref", "-id"], name="audit_by_account"),
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_by_object"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.object_label}"
