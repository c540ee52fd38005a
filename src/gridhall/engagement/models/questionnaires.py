"""What is asked, of whom, how often, and what counts as satisfied."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .choices import PlanKind


class Questionnaire(models.Model):
    """One version of a set of questions (问卷). Published ones are never edited.

    ``questions`` is a list of ``{code, kind SCALE|TEXT, zh, en, required, aspect}``; the question
    with the code ``overall`` gives the score. Answers keep the version they were given to.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("In use")
        RETIRED = "RETIRED", _("No longer in use")

    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=PlanKind.choices)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    questions = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    source = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="PUBLISHED"),
                name="questionnaire_one_version_in_use",
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | Q(published_at__isnull=False),
                name="questionnaire_in_use_has_a_moment",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class SurveyPlan(models.Model):
    """Whom to ask (调查计划): which closed cases, what share, how seldom, for how long.

    Empty lists mean all. ``share_percent`` is drawn by a hash of ``seed`` and the case, so that
    the draw can be repeated by anybody. ``every_months`` and ``sample_size`` are for plans at
    intervals. ``organisation`` empty: the whole company.
    """

    name = models.CharField(max_length=80)
    questionnaire_code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=12, choices=PlanKind.choices)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    case_kinds = models.JSONField(default=list, blank=True)
    channels = models.JSONField(default=list, blank=True)
    areas = models.JSONField(default=list, blank=True)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2)
    min_days_between = models.PositiveSmallIntegerField()
    reminder_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    expires_after_days = models.PositiveSmallIntegerField()
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    seed = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share_percent__gt=0, share_percent__lte=100),
                name="survey_plan_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="survey_plan_period_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(expires_after_days__gte=1)
                & (
                    Q(reminder_after_days__isnull=True)
                    | Q(reminder_after_days__lt=F("expires_after_days"))
                ),
                name="survey_plan_reminds_before_it_expires",
            ),
            models.CheckConstraint(
                condition=Q(kind="AFTER_CASE")
                | Q(every_months__gte=1, sample_size__gte=1),
                name="survey_plan_at_intervals_is_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class SatisfactionRule(models.Model):
    """What counts as satisfied, as too low, as enough answers, and what must be reached (R94).

    Who marks ``low_at_most`` or less is called within ``call_within_days``. ``quantile`` is that
    of the standard normal law for ``confidence_percent``. A change is a new entry
    with its own first day and source.
    """

    valid_from = models.DateField(unique=True)
    target_share = models.DecimalField(max_digits=5, decimal_places=4)
    satisfied_from = models.PositiveSmallIntegerField()
    low_at_most = models.PositiveSmallIntegerField()
    min_answers = models.PositiveSmallIntegerField()
    confidence_percent = models.DecimalField(max_digits=5, decimal_places=2)
    quantile = models.DecimalField(max_digits=8, decimal_places=6)
    call_within_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(target_share__gt=0, target_share__lte=1),
                name="satisfaction_target_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(low_at_most__gte=1, low_at_most__lt=F("satisfied_from"))
                & Q(satisfied_from__lte=5),
                name="satisfaction_low_lies_below_satisfied",
            ),
            models.CheckConstraint(
                condition=Q(min_answers__gte=1, quantile__gt=0),
                name="satisfaction_figures_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} {self.target_share}"
