"""Samples of finished work and the cards they are scored by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class ScoreCard(models.Model):
    """One version of a score card (评分表): criteria with weights, and the rules behind them.

    ``criteria`` is a list of ``{code, zh, en, weight, rules: [{zh, en}], source}``; the weights
    add up to 100. Each criterion gets 0 to 4: not at all … fully.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("In use")
        RETIRED = "RETIRED", _("No longer in use")

    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    criteria = models.JSONField(default=list)
    source = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="score_card_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="PUBLISHED"),
                name="score_card_one_version_in_use",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class SamplePlan(models.Model):
    """How much of a person's finished work is looked at (抽检计划): a share, within bounds."""

    card_code = models.SlugField(max_length=40)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    share_percent = models.DecimalField(max_digits=5, decimal_places=2)
    at_least = models.PositiveSmallIntegerField()
    at_most = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "valid_from"], name="sample_plan_one_a_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(share_percent__gt=0, share_percent__lte=100),
                name="sample_plan_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(at_least__gte=1, at_most__gte=F("at_least")),
                name="sample_plan_bounds_in_order",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.share_percent} % {self.valid_from}"


class SampleDraw(models.Model):
    """One drawing of samples (抽样记录) for a month: its seed lets anybody draw it again."""

    plan = models.ForeignKey("appraisal.SamplePlan", models.PROTECT, related_name="draws")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    month = models.DateField()
    seed = models.CharField(max_length=40)
    population = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    drawn_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month"], name="samples_drawn_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.month}"


class QualitySample(models.Model):
    """One piece of finished work to be scored (质检样本) by somebody other than who did it."""

    class Status(models.TextChoices):
        DRAWN = "DRAWN", _("To be scored")
        SCORED = "SCORED", _("Scored")

    draw = models.ForeignKey("appraisal.SampleDraw", models.PROTECT, related_name="samples")
    card = models.ForeignKey("appraisal.ScoreCard", models.PROTECT, related_name="+")
    case_ref = models.BigIntegerField(unique=True)
    case_number = models.CharField(max_length=30)
    channel = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAWN)
    inspector = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    scored_at = models.DateTimeField(null=True)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    comment = EncryptedTextField(default="")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inspector__isnull=True) | ~Q(inspector=F("person")),
                name="sample_not_scored_by_the_person_herself",
            ),
            models.CheckConstraint(
                condition=Q(status="DRAWN", points__isnull=True)
                | Q(
                    status="SCORED", points__gte=0, points__lte=100, inspector__isnull=False,
                    scored_at__isnull=False,
                ),
                name="sample_score_is_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "status"], name="sample_by_unit"),
            models.Index(fields=["person", "-closed_at"], name="sample_by_person"),
        ]

    def __str__(self) -> str:
        return self.case_number


class SampleScore(models.Model):
    """The mark of one criterion, 0 (not at all) to 4 (fully)."""

    sample = models.ForeignKey("appraisal.QualitySample", models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=40)
    mark = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "criterion"], name="sample_criterion_scored_once"
            ),
            models.CheckConstraint(condition=Q(mark__lte=4), name="sample_mark_is_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.mark}"
