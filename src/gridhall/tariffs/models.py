"""Tariff books (电价) as published inside this company."""

from __future__ import annotations

from django.db import models


class TariffBook(models.Model):
    """One version of one book: the whole text of the law as data, never changed once published."""

    path = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path"], condition=models.Q(replaced_at__isnull=True),
                name="tariff_book_one_current_version",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.path} {self.content_hash[:8]}"
