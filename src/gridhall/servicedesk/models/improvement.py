"""Measures against weak points (改进措施): five kinds, owned, supervised, their effect measured."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

User = settings.AUTH_USER_MODEL


class Measure(models.Model):
    """What is done about a weak point, by whom, until when, and who watches over it.

    The weak point is the value ``value`` of the ``dimension`` among the cases of ``case_kind``;
    ``found`` keeps the figures and the rule it was found by, as they were on that day.
    """

    class Kind(models.TextChoices):
        PROCESS = "PROCESS", _("Better process")
        TRAINING = "TRAINING", _("Training of staff")
        RULES = "RULES", _("Completed rules")
        EQUIPMENT = "EQUIPMENT", _("Better equipment")
        PUBLICITY = "PUBLICITY", _("Publicity of policies")

    class Status(models.TextChoices):
        PLANNED = "PLANNED", pgettext_lazy("measure", "Planned")
        RUNNING = "RUNNING", pgettext_lazy("measure", "Being carried out")
        DONE = "DONE", pgettext_lazy("measure", "Carried out, effect to be judged")
        CLOSED = "CLOSED", pgettext_lazy("measure", "Closed")
        DROPPED = "DROPPED", pgettext_lazy("measure", "Given up")

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    case_kind = models.CharField(max_length=20, blank=True)
    dimension = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    found = models.JSONField(default=dict)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField()
    effect_days = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    effective = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner=F("supervisor")), name="measure_supervised_by_another"
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("owner")),
                name="measure_closed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="CLOSED")
                | (Q(closed_at__isnull=False) & Q(effective__isnull=False)
                   & Q(done_on__isnull=False)),
                name="closed_measure_was_judged",
            ),
            models.CheckConstraint(
                condition=Q(effect_days__gte=1), name="measure_effect_over_days"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "-id"], name="measure_by_organisation"),
            models.Index(fields=["due_on"], name="measure_open_by_due",
                         condition=Q(status__in=["PLANNED", "RUNNING"])),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"measure {self.number}"


class MeasureStep(models.Model):
    """One thing to be done for a measure, until a day."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "position"], name="measure_step_in_order"),
        ]

    def __str__(self) -> str:
        return f"step {self.position} of measure {self.measure_id}"


class MeasureNote(models.Model):
    """What was noted about a measure: evidence, supervision, what happened. Never changed."""

    class Kind(models.TextChoices):
        EVIDENCE = "EVIDENCE", _("Evidence")
        SUPERVISION = "SUPERVISION", _("Supervision")
        EVENT = "EVENT", _("What happened")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["measure", "id"], name="measure_note_by_measure")]

    def __str__(self) -> str:
        return f"{self.kind} of measure {self.measure_id}"


class MeasureEffect(models.Model):
    """The cases before and after a measure over equal periods. Measured again: a new row."""

    class Verdict(models.TextChoices):
        BETTER = "BETTER", _("Better")
        SAME = "SAME", _("No clear change")
        WORSE = "WORSE", _("Worse")
        TOO_FEW = "TOO_FEW", _("Too few cases to tell")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="effects")
    before_first = models.DateField()
    before_last = models.DateField()
    after_first = models.DateField()
    after_last = models.DateField()
    cases_before = models.PositiveIntegerField()
    all_before = models.PositiveIntegerField()
    cases_after = models.PositiveIntegerField()
    all_after = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    rule = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before_last__lt=F("after_first")), name="effect_before_is_before_after"
            ),
        ]
        indexes = [models.Index(fields=["measure", "-id"], name="effect_by_measure")]

    def __str__(self) -> str:
        return f"effect of measure {self.measure_id}"
