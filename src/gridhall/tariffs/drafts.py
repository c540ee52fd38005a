"""Drafts of tariff books, from the first line to the publication."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class TariffDraft(models.Model):
    """A book as somebody wants it to be (草稿); it rates nothing until a second person agrees.

    ``base`` is the version it began from, empty for a new book. ``faults`` and ``changes`` are
    what the last check found. ``findings`` come with an imported sheet: numbers that contradict
    their components, each to be decided by a person. ``revision`` counts the saves, so that two
    people do not overwrite each other. ``version`` is what became of it.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("tariff", "Draft")
        CHECKED = "CHECKED", pgettext_lazy("tariff", "Checked")
        WAITING = "WAITING", pgettext_lazy("tariff", "Waiting for approval")
        PUBLISHED = "PUBLISHED", pgettext_lazy("tariff", "Published")
        REJECTED = "REJECTED", pgettext_lazy("tariff", "Turned down")
        DISCARDED = "DISCARDED", pgettext_lazy("tariff", "Given up")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("tariff", "Withdrawn")

    class Origin(models.TextChoices):
        EDITOR = "EDITOR", pgettext_lazy("tariff", "Written here")
        SHEET = "SHEET", pgettext_lazy("tariff", "Published sheet")

    path = models.CharField(max_length=120)
    base = models.ForeignKey("tariffs.TariffBook", models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.EDITOR)
    text = models.TextField()
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    revision = models.IntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    faults = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    first_day = models.DateField(null=True)
    created_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    saved_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    decided_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path"], condition=Q(status__in=["DRAFT", "CHECKED", "WAITING"]),
                name="tariff_draft_one_open_per_book",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["PUBLISHED", "WITHDRAWN"])
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)
                   & ~Q(decided_by=F("saved_by")) & ~Q(decided_by=F("created_by"))),
                name="tariff_draft_published_by_a_second_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="tariff_draft_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(status__in=["CHECKED", "WAITING", "PUBLISHED"]) | Q(faults=[]),
                name="tariff_draft_checked_without_faults",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status", "-id"], name="tariff_draft_by_status")]

    def __str__(self) -> str:
        return f"{self.path} {self.pk}"
