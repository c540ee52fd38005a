"""Work calendars: who works on which day, and from when to when."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.ranges import DateRange


class _Minutes(Func):
    function = "int4range"
    output_field = IntegerRangeField()


class _Weekdays(Func):
    """The days of a weekday mask as a set that PostgreSQL can test for overlap (``&&``)."""

    function = "int4multirange"
    template = (
        "int4multirange("
        + ", ".join(
            f"int4range({bit}, {bit} + ((%(expressions)s >> {bit}) & 1))" for bit in range(7)
        )
        + ")"
    )
    output_field = IntegerRangeField()


class WorkCalendar(models.Model):
    """One calendar: the company's, or that of a region or an organisation.

    What it does not say itself it takes from its ``parent``: days one by one, hours for the days
    on which no shift of its own holds.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=10, default="CN")
    organisation = models.OneToOneField(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    timezone = models.CharField(max_length=50, default="Asia/Shanghai")
    # A new one with every change. Not a count: a count would come back after a rollback, and what
    # was cached under it would be wrong.
    version = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return self.name


class DayRule(models.Model):
    """What is different about one day: a holiday, a make-up day, a day worked after all."""

    class Kind(models.TextChoices):
        WORKING = "WORKING", _("Working day")
        HOLIDAY = "HOLIDAY", _("Holiday")
        MAKE_UP = "MAKE_UP", _("Make-up working day")

    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="day_rules")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    works_as = models.PositiveSmallIntegerField(null=True)  # 0 Monday … 6 Sunday
    name = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=200)
    official = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="day_rule_one_for_a_day"),
            models.CheckConstraint(
                condition=Q(kind="HOLIDAY", works_as__isnull=True)
                | Q(kind__in=["WORKING", "MAKE_UP"], works_as__isnull=False, works_as__lte=6),
                name="day_rule_worked_as_a_weekday",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class Shift(models.Model):
    """Working time on some weekdays; a lunch break is the gap between two shifts of a day.

    ``weekdays`` is a mask: 1 Monday, 2 Tuesday … 64 Sunday. Minutes count from midnight, the end
    is not part of the shift. A shift stays within its day; night work is two shifts.
    ``valid_to`` is the first day on which it no longer holds.
    """

    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="shifts")
    weekdays = models.PositiveSmallIntegerField()
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=127), name="shift_has_weekdays"
            ),
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440),
                name="shift_within_its_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="shift_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="shifts_do_not_overlap",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    (_Weekdays(F("weekdays")), RangeOperators.OVERLAPS),
                    (_Minutes(F("start_minute"), F("end_minute")), RangeOperators.OVERLAPS),
                    (DateRange(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekdays}: {self.start_minute}–{self.end_minute}"


class NoticeLoaded(models.Model):
    """The official notice on the holidays of a year has been read into the calendars."""

    region = models.CharField(max_length=10, default="CN")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="notice_once_a_year"),
            models.CheckConstraint(condition=~Q(number=""), name="notice_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year}: {self.number}"
