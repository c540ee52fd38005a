"""What runs: processes, where they stand, the clocks that tick for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class ProcessInstance(models.Model):
    """One process about one subject, by the version that was in force when it began.

    A sub-process names its ``parent``, the token that waits for it, and the ``root`` of all; who
    changes any of them locks the root first. ``values`` hold only what decides the way: codes,
    numbers, dates, yes and no; never a name and never free text.
    """

    class Status(models.TextChoices):
        RUNNING = "RUNNING", pgettext_lazy("process", "Running")
        ENDED = "ENDED", pgettext_lazy("process", "Ended")
        CANCELLED = "CANCELLED", pgettext_lazy("process", "Cancelled")

    definition = models.ForeignKey(
        "processes.ProcessDefinition", models.PROTECT, related_name="instances"
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    parent_token = models.ForeignKey("processes.Token", models.PROTECT, null=True, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=60)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    priority = models.SmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    values = models.JSONField(default=dict)
    dedup_key = models.CharField(max_length=120, unique=True)
    started_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_step = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="RUNNING", ended_at__isnull=True)
                | (~Q(status="RUNNING") & Q(ended_at__isnull=False)),
                name="process_over_has_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, parent_token__isnull=True, root__isnull=True)
                | (
                    Q(parent__isnull=False, parent_token__isnull=False, root__isnull=False)
                    & ~Q(parent=F("id"))
                ),
                name="process_part_knows_its_parent",
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=0, priority__lte=9), name="process_priority_0_to_9"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="process_by_subject"),
            models.Index(
                fields=["definition", "id"], condition=Q(status="RUNNING"), name="process_running"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.subject_label} {self.status}"


class Token(models.Model):
    """Where a process stands. A fork leaves its token SPLIT and gives each branch a child; a
    child that has ARRIVED at the join waits there for its siblings.
    """

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", pgettext_lazy("token", "Here")
        SPLIT = "SPLIT", pgettext_lazy("token", "In branches")
        ARRIVED = "ARRIVED", pgettext_lazy("token", "Waits at the join")
        DONE = "DONE", pgettext_lazy("token", "Gone on")
        CANCELLED = "CANCELLED", pgettext_lazy("token", "Withdrawn")

    instance = models.ForeignKey("processes.ProcessInstance", models.PROTECT, related_name="tokens")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    step = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    outcome = models.CharField(max_length=40, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instance"],
                condition=Q(parent__isnull=True, status__in=["ACTIVE", "SPLIT"]),
                name="process_stands_at_one_place",
            ),
        ]
        indexes = [
            models.Index(
                fields=["instance"], condition=Q(status__in=["ACTIVE", "SPLIT", "ARRIVED"]),
                name="token_alive",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.instance_id} {self.step} {self.status}"


class Timer(models.Model):
    """A clock that rings once. ``name`` is "" for the step that is itself a clock."""

    class Status(models.TextChoices):
        WAITING = "WAITING", pgettext_lazy("timer", "Runs")
        RANG = "RANG", pgettext_lazy("timer", "Rang")
        STOPPED = "STOPPED", pgettext_lazy("timer", "Stopped")

    token = models.ForeignKey("processes.Token", models.PROTECT, related_name="timers")
    step = models.CharField(max_length=40)
    name = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token", "name"], condition=Q(status="WAITING"), name="timer_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(status="WAITING", done_at__isnull=True)
                | (~Q(status="WAITING") & Q(done_at__isnull=False)),
                name="timer_done_has_an_hour",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(status="WAITING"), name="timer_due"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.name} {self.due_at}"
