"""Who did what, when, to what and why: rows that are only ever added."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Value

#: The family of an action: what stands before its first dot.
FAMILY = Func(
    F("action"), Value("."), Value(1), function="split_part", output_field=models.TextField()
)
#: What is searched for the beginning of a text, and, backwards, for its end.
LABEL = Func(F("object_label"), function="upper", output_field=models.TextField())
LABEL_BACKWARDS = Func(LABEL, function="reverse", output_field=models.TextField())


class AuditEvent(models.Model):
    """One act of a person or of the system, chained by hash to the one before it.

    There are several chains (``chain``) so that writers seldom wait for each other; within a chain
    ``sequence`` has no gap and ``digest`` covers the row and the digest before it. Rows are written
    by the database function ``gridhall_audit_append`` (one statement; migration 0004). A trigger
    refuses UPDATE, and DELETE of all but rows that are archived in the same transaction.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        "identity.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=100, blank=True)
    account_ref = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
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
            models.Index(fields=["at", "id"], name="audit_by_moment"),
            models.Index(fields=["actor", "at", "id"], name="audit_by_person"),
            models.Index(fields=["organisation", "at", "id"], name="audit_by_unit"),
            models.Index(FAMILY, "at", "id", name="audit_by_family"),
            # an index of parts of texts (trigrams) would make each write dearer by a third
            models.Index(OpClass(LABEL, "text_pattern_ops"), name="audit_by_label"),
            models.Index(OpClass(LABEL_BACKWARDS, "text_pattern_ops"), name="audit_by_label_end"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.object_label}"


class AuditAnchor(models.Model):
    """The last archived row of a chain: the rows that are still here follow it."""

    chain = models.SmallIntegerField(primary_key=True)
    sequence = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.chain}: {self.sequence}"


class AuditArchive(models.Model):
    """One file of archived rows: everything up to the end of ``month`` that was still here.

    ``ranges`` holds for each chain the first and the last sequence and the last digest.
    """

    file_name = models.CharField(max_length=60, unique=True)
    month = models.DateField()
    rows = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    ranges = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name
