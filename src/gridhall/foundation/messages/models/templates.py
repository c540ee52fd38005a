"""Texts that the company wrote over those that came with the code."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .choices import Channel


class TemplateVersion(models.Model):
    """One version of a template's text for one channel, in both languages (消息模板版本).

    It counts from ``valid_from`` until a later one counts, and only once another person than the
    author published it. A message keeps the version it was sent with, so a version is never
    edited after it was handed in.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        REQUESTED = "REQUESTED", _("Waiting for approval")
        PUBLISHED = "PUBLISHED", _("Published")
        REFUSED = "REFUSED", _("Not approved")

    code = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    valid_from = models.DateTimeField()
    title_zh = models.CharField(max_length=200, blank=True)
    body_zh = models.TextField()
    title_en = models.CharField(max_length=200, blank=True)
    body_en = models.TextField()
    created_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "channel", "number"], name="template_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["code", "channel", "valid_from"],
                condition=Q(status="PUBLISHED"),
                name="template_version_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="PUBLISHED")
                | (Q(published_by__isnull=False) & ~Q(published_by=F("created_by"))),
                name="template_version_published_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(body_zh="") & ~Q(body_en=""), name="template_version_two_languages"
            ),
        ]
        indexes = [
            models.Index(fields=["code", "channel", "-valid_from"], name="template_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.channel} {self.number}"
