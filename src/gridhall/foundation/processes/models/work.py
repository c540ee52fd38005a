"""What people have to do."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse, Upper
from django.utils.translation import pgettext_lazy


class WorkItem(models.Model):
    """A task of a process that waits for somebody.

    It belongs to a role at an organisation until somebody takes it (``assignee``). ``turn`` is
    its place in every inbox, smaller first: priority, then the day it is due (``ordering.turn``).
    What the inbox filters by is kept in the row, so that a list needs no other table; the indexes
    hold open items only, so that five million finished ones cost nothing.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("work", "Open")
        DONE = "DONE", pgettext_lazy("work", "Done")
        RETURNED = "RETURNED", pgettext_lazy("work", "Sent back")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("work", "No longer needed")

    instance = models.ForeignKey("processes.ProcessInstance", models.PROTECT, related_name="items")
    token = models.ForeignKey("processes.Token", models.PROTECT, related_name="items")
    process = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    role = models.CharField(max_length=30)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    assignee = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    turn = models.BigIntegerField()
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token"], condition=Q(status="OPEN"), name="work_open_once_per_token"
            ),
            models.CheckConstraint(
                condition=Q(status="OPEN", done_at__isnull=True, done_by__isnull=True)
                | (
                    Q(status__in=["DONE", "RETURNED"])
                    & Q(done_at__isnull=False, done_by__isnull=False)
                )
                | Q(status="WITHDRAWN", done_at__isnull=False),
                name="work_finished_names_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(assignee__isnull=True, assigned_at__isnull=True)
                | Q(assignee__isnull=False, assigned_at__isnull=False),
                name="work_assigned_has_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=0, priority__lte=9), name="work_priority_0_to_9"
            ),
        ]
        indexes = [
            models.Index(
                fields=["role", "organisation", "turn", "id"],
                condition=Q(status="OPEN", assignee__isnull=True), name="work_free",
            ),
            models.Index(
                fields=["role", "organisation", "turn", "id"], include=["assignee"],
                condition=Q(status="OPEN"), name="work_team",
            ),
            models.Index(
                fields=["assignee", "turn", "id"], include=["role", "organisation", "due_at"],
                condition=Q(status="OPEN", assignee__isnull=False), name="work_of_person",
            ),
            models.Index(
                fields=["organisation", "turn", "id"], include=["role", "assignee", "due_at"],
                condition=Q(status="OPEN"), name="work_of_unit",
            ),
            models.Index(
                fields=["turn", "id"], include=["role", "assignee"],
                condition=Q(status="OPEN"), name="work_of_all",
            ),
            models.Index(
                OpClass(Upper("subject_label"), "varchar_pattern_ops"),
                condition=Q(status="OPEN"), name="work_number",
            ),
            models.Index(
                OpClass(Reverse(Upper("subject_label")), "varchar_pattern_ops"),
                condition=Q(status="OPEN"), name="work_number_end",
            ),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="work_by_subject"),
            models.Index(
                fields=["done_by", "-done_at"], condition=Q(status="DONE"), name="work_done_by"
            ),
            models.Index(fields=["instance", "-id"], name="work_by_process"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.process}.{self.step} {self.subject_label} {self.status}"
