"""What is promised: standards in versions, their ladders, and putting one on running clocks."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation import language
from gridhall.foundation.ranges import DateRange

from .choices import OnReopen, Unit


def _events() -> ArrayField[list[str], list[str]]:
    """Return a column for names of events."""
    return ArrayField(models.CharField(max_length=40), default=list, blank=True)


class ServiceStandard(models.Model):
    """One promise (服务标准): within how much time which event follows which other one.

    ``code`` names the promise through all its versions, ``clock`` what is measured (first
    response, result …): of all standards for a clock the most specific one counts, see
    ``matching``. An empty ``kind`` … ``channel`` means any. Once approved a version is never
    changed; the next one ends it. ``calendar`` empty: that of the organisation that has to keep
    it. ``floor``: no other standard may be worse where this one holds. ``certainty`` grades the
    source: A its text was seen, B quoted elsewhere, C one weak source, UNV unverified.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("standard", "Draft")
        WAITING = "WAITING", pgettext_lazy("standard", "Waiting for approval")
        APPROVED = "APPROVED", pgettext_lazy("standard", "Approved")
        REFUSED = "REFUSED", pgettext_lazy("standard", "Turned down")

    class Certainty(models.TextChoices):
        A = "A", _("Text of the rule seen")
        B = "B", _("Quoted elsewhere")
        C = "C", _("One weak source")
        UNV = "UNV", _("Unverified")

    profile = models.ForeignKey("standards.Profile", models.PROTECT, related_name="standards")
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    clock = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    area = models.CharField(max_length=10, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    start_events = _events()
    stop_events = _events()
    pause_events = _events()
    resume_events = _events()
    cancel_events = _events()
    on_reopen = models.CharField(max_length=10, choices=OnReopen.choices, default=OnReopen.KEEP)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    target = models.DecimalField(max_digits=8, decimal_places=2)
    calendar = models.CharField(max_length=20, blank=True)
    warn_percent = models.PositiveSmallIntegerField(default=80)
    floor = models.BooleanField(default=False)
    source = models.CharField(max_length=300)
    clause = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=3, choices=Certainty.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    drafted_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "code", "version"], name="standard_version_once"
            ),
            models.CheckConstraint(condition=Q(target__gt=0), name="standard_target_positive"),
            models.CheckConstraint(
                condition=Q(warn_percent__range=(1, 99)), name="standard_warns_before_the_end"
            ),
            models.CheckConstraint(
                condition=Q(start_events__len__gt=0, stop_events__len__gt=0),
                name="standard_starts_and_stops",
            ),
            models.CheckConstraint(
                # an empty period: overruled before its first day
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="standard_valid_forward",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="standard_has_a_source"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(approved_by=F("drafted_by")),
                name="standard_approved_by_a_second_person",
            ),
            ExclusionConstraint(
                name="standard_one_version_at_a_time",
                expressions=[
                    ("profile", RangeOperators.EQUAL), ("code", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="APPROVED"),
            ),
            ExclusionConstraint(
                name="standard_one_for_the_same_cases",
                expressions=[
                    *((name, RangeOperators.EQUAL) for name in (
                        "profile", "clock", "kind", "category", "stage", "grade", "area", "channel",
                    )),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="APPROVED"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def title(self) -> str:
        """Return what is promised, in the reader's language."""
        return language.either(self.title_zh, self.title_en)


class LadderStep(models.Model):
    """Who is told when so many percent of the time are used (升级阶梯); the holder always is."""

    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="ladder")
    percent = models.PositiveSmallIntegerField()
    roles = ArrayField(models.CharField(max_length=30))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standard", "percent"], name="ladder_step_once"),
            models.CheckConstraint(
                condition=Q(percent__range=(1, 1000)), name="ladder_percent_in_reach"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.percent} %"


class StandardApplication(models.Model):
    """Putting an approved standard on clocks that already run (套用到在办时钟), in batches.

    ``cursor`` is the last clock looked at: a killed job goes on behind it.
    """

    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="applications")
    expected = models.PositiveIntegerField()
    changed = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standard"], condition=Q(finished_at__isnull=True),
                name="application_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="application_has_a_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.standard_id}: {self.changed}"
