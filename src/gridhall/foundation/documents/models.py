"""Files that belong to business objects."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Document(models.Model):
    """One stored file. Its bytes lie in the document store under their SHA-256 and never change."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="document_size_not_negative"),
        ]
        indexes = [models.Index(fields=["content_hash"], name="document_by_hash")]

    def __str__(self) -> str:
        return self.name
