"""Tariff books (电价) as published inside this company."""

from __future__ import annotations

from django.db import models

from .drafts import TariffDraft

__all__ = ["TariffBook", "TariffDraft", "TariffLibrary"]


class TariffBook(models.Model):
    """One version of one book: the whole text of the law as data, never changed once published.

    ``text`` is the YAML exactly as it was published; ``content_hash`` is its SHA-256. A book that
    returns to an older text is a new version with the same hash. ``draft`` is set for a version
    that people of this company wrote: a new release of the program never replaces it. ``log`` keeps
    what changed with it, in words, and ``note`` why.
    """

    path = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=40)
    text = models.TextField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    draft = models.ForeignKey(
        "tariffs.TariffDraft", models.PROTECT, null=True, related_name="versions"
    )
    log = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path"], condition=models.Q(replaced_at__isnull=True),
                name="tariff_book_one_current_version",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["path", "content_hash"], name="tariff_book_by_hash")]

    def __str__(self) -> str:
        return f"{self.path} {self.content_hash[:8]}"


class TariffLibrary(models.Model):
    """All books that were current together, under one hash that the bills rated by them name."""

    library_hash = models.CharField(max_length=64, unique=True)
    first_current_at = models.DateTimeField()
    books = models.ManyToManyField("tariffs.TariffBook", related_name="libraries")

    def __str__(self) -> str:
        return self.library_hash[:12]
