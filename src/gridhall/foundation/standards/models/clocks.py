"""What is measured: subjects, their clocks, what happened to them, who was told.

Foreign keys here have no index of their own: those that are searched by are in the indexes below,
and every other one would be written anew with each step of each clock.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .choices import ClockStatus, Party, SpanKind


class MeasuredSubject(models.Model):
    """A case or the like whose time is measured: one row, locked by whoever signals.

    It keeps the profile it began under, the last event's moment (no event is counted earlier) and
    who holds it, for clocks that start later. ``label`` is a number, never a personal value.
    """

    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    label = models.CharField(max_length=60, blank=True)
    profile = models.ForeignKey(
        "standards.Profile", models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        "identity.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    party = models.CharField(max_length=12, choices=Party.choices, default=Party.COMPANY)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="measured_subject_once"
            ),
            models.CheckConstraint(
                condition=Q(last_at__gte=F("first_at")), name="measured_subject_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.label or self.subject_id}"


class Clock(models.Model):
    """One promise running for one subject (时钟). ``code`` says which, ``round`` how often begun.

    All moments are whole seconds. ``since`` is when the present stretch began; ``used_seconds``
    and ``paused_seconds`` are what the stretches before it counted, in the standard's time
    (working time or all time). ``limit_at`` is the limit without pauses, ``due_at`` the limit moved
    by the pauses, ``next_check_at`` when the next person must be told, ``told_percent`` the highest
    step of the ladder told so far. ``met`` is known when the clock stops, or once it is too late;
    ``judged_at`` is that moment. Kind … channel are the facts it is judged by, for the boards.
    """

    subject = models.ForeignKey(
        MeasuredSubject, models.PROTECT, related_name="clocks", db_index=False
    )
    standard = models.ForeignKey("standards.ServiceStandard", models.PROTECT, related_name="clocks")
    code = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=60, blank=True)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        "identity.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    party = models.CharField(max_length=12, choices=Party.choices, default=Party.COMPANY)
    kind = models.CharField(max_length=20)
    category = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    area = models.CharField(max_length=10, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    calendar = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=ClockStatus.choices)
    waits = ArrayField(models.CharField(max_length=40), default=list)
    started_at = models.DateTimeField()
    since = models.DateTimeField()
    limit_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    next_check_at = models.DateTimeField(null=True)
    told_percent = models.PositiveSmallIntegerField(default=0)
    target_seconds = models.BigIntegerField()
    used_seconds = models.BigIntegerField(default=0)
    paused_seconds = models.BigIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    met = models.BooleanField(null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "code", "round"], name="clock_round_once"),
            models.CheckConstraint(
                condition=(Q(status__in=["RUNNING", "PAUSED"]) & Q(stopped_at__isnull=True))
                | (Q(status__in=["STOPPED", "CANCELLED"]) & Q(stopped_at__isnull=False)),
                name="clock_ends_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(status="RUNNING") | Q(next_check_at__isnull=True),
                name="clock_checked_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(met__isnull=True, judged_at__isnull=True)
                | Q(met__isnull=False, judged_at__isnull=False),
                name="clock_verdict_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="STOPPED") | Q(met__isnull=False),
                name="clock_stopped_is_judged",
            ),
            models.CheckConstraint(
                condition=Q(
                    since__gte=F("started_at"),
                    due_at__gte=F("limit_at"),
                    used_seconds__gte=0,
                    paused_seconds__gte=0,
                    target_seconds__gte=0,
                ),
                name="clock_runs_forward",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at", "id"], name="clock_next_check",
                condition=Q(next_check_at__isnull=False),
            ),
            models.Index(
                fields=["organisation", "due_at", "id"], name="clock_running_by_due",
                condition=Q(status="RUNNING"),
            ),
            models.Index(
                fields=["organisation", "since", "id"], name="clock_paused_by_organisation",
                condition=Q(status="PAUSED"),
            ),
            models.Index(
                fields=["user", "due_at", "id"], name="clock_open_by_user",
                condition=Q(status__in=["RUNNING", "PAUSED"]),
            ),
            models.Index(
                fields=["judged_at", "organisation"], name="clock_judged",
                include=["met", "code", "kind", "category", "grade", "area", "user"],
                condition=Q(met__isnull=False),
            ),
            models.Index(fields=["standard", "id"], name="clock_open_by_standard",
                         condition=Q(status__in=["RUNNING", "PAUSED"])),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.label} {self.code} {self.status}"


class ClockSpan(models.Model):
    """A finished stretch of a clock (计时区段), and who is charged with it. Only ever added.

    ``seconds`` are what it counted by ``standard``: working seconds or all seconds. The stretch
    that goes on stands in the clock itself.
    """

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="spans", db_index=False)
    kind = models.CharField(max_length=10, choices=SpanKind.choices)
    start = models.DateTimeField()
    end = models.DateTimeField()
    seconds = models.BigIntegerField()
    standard = models.ForeignKey(
        "standards.ServiceStandard", models.PROTECT, related_name="+", db_index=False
    )
    party = models.CharField(max_length=12, choices=Party.choices)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        "identity.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), seconds__gte=0), name="span_runs_forward"
            ),
        ]
        indexes = [models.Index(fields=["clock", "id"], name="span_by_clock")]

    def __str__(self) -> str:
        return f"clock {self.clock_id}: {self.kind} {self.seconds} s"


class ClockEvent(models.Model):
    """What was signalled and what it did (计时事件). Only ever added.

    ``told_at`` is the moment the caller named, ``at`` the one that counts: never before the event
    before it. ``effects`` lists ``[clock id, what was done]``. ``note`` is a code, never free
    text: why ``at`` differs, which calendar or standard.
    """

    subject = models.ForeignKey(
        MeasuredSubject, models.PROTECT, related_name="events", db_index=False
    )
    event = models.CharField(max_length=40)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    effects = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    dedup_key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "dedup_key"], condition=~Q(dedup_key=""),
                name="clock_event_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["subject", "id"], name="clock_event_by_subject")]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M:%S}"


class Escalation(models.Model):
    """Somebody had to be told about a clock (预警升级): once for each step of a standard.

    Only ever added. ``percent`` is the step: under 100 a warning, 100 the breach, above it an
    escalation. ``people`` counts who was told, ``at`` is when the step was reached, ``noted_at``
    when the sweep saw it.
    """

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="escalations", db_index=False)
    percent = models.PositiveSmallIntegerField()
    standard = models.ForeignKey(
        "standards.ServiceStandard", models.PROTECT, related_name="+", db_index=False
    )
    people = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "standard", "percent"], name="escalation_once"
            ),
        ]
        indexes = [models.Index(fields=["noted_at", "percent"], name="escalation_by_time")]

    def __str__(self) -> str:
        return f"clock {self.clock_id}: {self.percent} %"


class CalendarSeen(models.Model):
    """The version of a work calendar that the open clocks were last reckoned with (日历版本)."""

    code = models.CharField(max_length=20, unique=True)
    fingerprint = models.CharField(max_length=400)

    def __str__(self) -> str:
        return self.code
