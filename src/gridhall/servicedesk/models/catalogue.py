"""What cases are about and what was behind them: dated lists with a source."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .choices import Kind

User = settings.AUTH_USER_MODEL


class Topic(models.Model):
    """What a case of a kind is about (业务分类), and which role handles it (分派).

    ``category`` groups the topics of a kind: SERVICE, QUALITY, PRICE, POLICY, OTHER for
    complaints. A changed topic is a new row; the old one ends.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    category = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=60)
    handler_role = models.CharField(max_length=30)
    priority = models.SmallIntegerField(default=0)
    hints = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "valid_from"], name="topic_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="topic_valid_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Cause(models.Model):
    """What was behind a matter (原因), for the statistics; ``weak_point`` groups causes."""

    code = models.CharField(max_length=40, unique=True)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=60)
    weak_point = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.code


class Macro(models.Model):
    """A prepared text for replies and remarks (快捷短语); ``organisation`` empty: everybody's.

    The row is how it is now; every change adds a ``MacroVersion``. What comes with the system has
    version 1 and no row there until somebody changes it.
    """

    code = models.CharField(max_length=40, unique=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=60)
    body_zh = models.TextField()
    body_en = models.TextField(blank=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    active = models.BooleanField(default=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.code


class MacroVersion(models.Model):
    """A prepared text as it was from one change to the next, and who made it so. Only added."""

    macro = models.ForeignKey(Macro, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=60)
    body_zh = models.TextField()
    body_en = models.TextField(blank=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    active = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["macro", "version"], name="macro_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.macro_id} v{self.version}"
