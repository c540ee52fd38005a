"""Schemes, runs, results that explain themselves, and objections to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.privacy.fields import EncryptedTextField


class AppraisalScheme(models.Model):
    """What counts how much from a day on (考核方案): weights that add up to 100, with a source.

    ``min_…`` are the least cases behind a part; below it the part is left out, not guessed.
    ``min_weight`` is the least weight that must remain for a total. ``deduction`` is how many of
    100 points one justified complaint costs. ``bands`` is a list of ``{from, code, zh, en}``.
    """

    valid_from = models.DateField(unique=True)
    weight_standards = models.PositiveSmallIntegerField()
    weight_ratings = models.PositiveSmallIntegerField()
    weight_samples = models.PositiveSmallIntegerField()
    weight_complaints = models.PositiveSmallIntegerField()
    min_standards = models.PositiveSmallIntegerField()
    min_ratings = models.PositiveSmallIntegerField()
    min_samples = models.PositiveSmallIntegerField()
    min_cases = models.PositiveSmallIntegerField()
    min_weight = models.PositiveSmallIntegerField()
    deduction = models.DecimalField(max_digits=5, decimal_places=2)
    objection_days = models.PositiveSmallIntegerField()
    bands = models.JSONField(default=list)
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    weight_standards=100
                    - F("weight_ratings") - F("weight_samples") - F("weight_complaints")
                ),
                name="appraisal_weights_add_up_to_100",
            ),
            models.CheckConstraint(
                condition=Q(
                    min_standards__gte=1, min_ratings__gte=1, min_samples__gte=1,
                    min_cases__gte=1, min_weight__gte=1, min_weight__lte=100,
                    objection_days__gte=1, deduction__gte=0,
                ),
                name="appraisal_bounds_are_positive",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.valid_from)


class AppraisalRun(models.Model):
    """One appraisal of a unit for a period (考核批次), worked out by a job, published by two.

    The inputs are taken as they were at ``frozen_at`` and kept in the lines of the results.
    """

    class Status(models.TextChoices):
        RUNNING = "RUNNING", _("Being worked out")
        READY = "READY", _("Worked out, not published")
        PUBLISHED = "PUBLISHED", _("Published")
        CANCELLED = "CANCELLED", pgettext_lazy("appraisal", "Discarded")

    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    scheme = models.ForeignKey("appraisal.AppraisalScheme", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    frozen_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    objections_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first", "last"], condition=~Q(status="CANCELLED"),
                name="appraisal_once_a_unit_and_period",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="appraisal_period_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(status="PUBLISHED")
                | (
                    Q(published_by__isnull=False, objections_until__isnull=False)
                    & ~Q(published_by=F("created_by"))
                ),
                name="appraisal_published_by_a_second_person",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "-first"], name="appraisal_by_unit")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.first}–{self.last}"


class AppraisalInput(models.Model):
    """What was known about one person when the run froze its inputs (考核输入): numbers only."""

    run = models.ForeignKey("appraisal.AppraisalRun", models.PROTECT, related_name="inputs")
    person = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    given = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "person"], name="appraisal_inputs_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.person_id}"


class AppraisalResult(models.Model):
    """What came out for one person (考核结果). Never edited: a correction replaces it by another.

    ``total`` is empty when too little is known; ``band`` then too. ``revision`` 0 is the first.
    """

    run = models.ForeignKey("appraisal.AppraisalRun", models.PROTECT, related_name="results")
    person = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField(default=0)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    weight_used = models.PositiveSmallIntegerField()
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    band = models.CharField(max_length=20, blank=True)
    made_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "person", "revision"], name="appraisal_result_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(revision=0, replaces__isnull=True)
                | Q(revision__gte=1, replaces__isnull=False, made_by__isnull=False),
                name="appraisal_correction_replaces_a_result",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=0, total__lte=100),
                name="appraisal_total_within_100",
            ),
        ]
        indexes = [models.Index(fields=["person", "-made_at"], name="appraisal_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.total}"


class AppraisalLine(models.Model):
    """One part of a result with everything it came from (考核明细).

    ``given`` are the frozen inputs (numbers only), ``score`` the part's own points of 100,
    ``points`` what it adds to the total. ``used`` is false when too little is known; ``enough``
    says how much would do.
    """

    class Part(models.TextChoices):
        STANDARDS = "STANDARDS", _("Service standards met")
        RATINGS = "RATINGS", _("Ratings by customers")
        SAMPLES = "SAMPLES", _("Quality samples")
        COMPLAINTS = "COMPLAINTS", _("Justified complaints")

    result = models.ForeignKey("appraisal.AppraisalResult", models.PROTECT, related_name="lines")
    part = models.CharField(max_length=12, choices=Part.choices)
    given = models.JSONField(default=dict)
    enough = models.PositiveSmallIntegerField()
    used = models.BooleanField()
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    weight = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "part"], name="appraisal_part_once"),
            models.CheckConstraint(
                condition=Q(used=False, points__isnull=True)
                | Q(used=True, score__isnull=False, points__isnull=False),
                name="appraisal_used_part_has_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.points}"


class Objection(models.Model):
    """The person does not agree with a part of her result (考核申诉); another one decides."""

    class Status(models.TextChoices):
        FILED = "FILED", pgettext_lazy("objection", "Filed")
        UPHELD = "UPHELD", pgettext_lazy("objection", "Upheld, result replaced")
        REFUSED = "REFUSED", pgettext_lazy("objection", "Turned down")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("objection", "Taken back")

    result = models.ForeignKey("appraisal.AppraisalResult", models.PROTECT, related_name="+")
    person = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=AppraisalLine.Part.choices)
    reason = EncryptedTextField()
    filed_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.FILED)
    decided_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = EncryptedTextField(default="")
    new_result = models.OneToOneField(
        "appraisal.AppraisalResult", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["result", "part"], condition=Q(status="FILED"),
                name="objection_waits_once_a_part",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["UPHELD", "REFUSED"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("person"))),
                name="objection_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status="UPHELD", new_result__isnull=False)
                | (~Q(status="UPHELD") & Q(new_result__isnull=True)),
                name="objection_upheld_makes_a_result",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "status"], name="objection_by_unit")]

    def __str__(self) -> str:
        return f"{self.result_id} {self.status}"
