"""Versions of process definitions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ProcessDefinition(models.Model):
    """One version of a process, with the text it was read from.

    One version of a code is published; running cases keep the version they began with. A trigger
    keeps the text of everything but a draft from being changed, and the row from being deleted.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("process version", "Draft")
        PUBLISHED = "PUBLISHED", pgettext_lazy("process version", "In force")
        RETIRED = "RETIRED", pgettext_lazy("process version", "Replaced")

    class Origin(models.TextChoices):
        SHIPPED = "SHIPPED", pgettext_lazy("process version", "Came with the program")
        EDITED = "EDITED", pgettext_lazy("process version", "Written by the company")
        IMPORTED = "IMPORTED", pgettext_lazy("process version", "Taken in from BPMN")

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=60)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.EDITED)
    note = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="process_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="PUBLISHED"), name="process_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT", valid_from__isnull=True, retired_at__isnull=True)
                | Q(status="PUBLISHED", valid_from__isnull=False, retired_at__isnull=True)
                | Q(status="RETIRED", valid_from__isnull=False, retired_at__isnull=False),
                name="process_dates_fit_status",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="process_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
