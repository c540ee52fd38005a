"""What happened: rows that are only ever added (a trigger refuses anything else)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from gridhall.foundation.privacy.fields import EncryptedTextField


class StepLog(models.Model):
    """One thing that happened to a process: where, who, with which outcome and values."""

    class Kind(models.TextChoices):
        STARTED = "STARTED", pgettext_lazy("process", "Started")
        ENTERED = "ENTERED", pgettext_lazy("process", "Reached")
        DONE = "DONE", pgettext_lazy("process", "Completed")
        RETURNED = "RETURNED", pgettext_lazy("process", "Sent back")
        TIMER = "TIMER", pgettext_lazy("process", "Time ran out")
        SIGNAL = "SIGNAL", pgettext_lazy("process", "Event arrived")
        MOVED = "MOVED", pgettext_lazy("process", "Moved")
        MIGRATED = "MIGRATED", pgettext_lazy("process", "Moved to another version")
        ENDED = "ENDED", pgettext_lazy("process", "Ended")
        CANCELLED = "CANCELLED", pgettext_lazy("process", "Cancelled")
        REOPENED = "REOPENED", pgettext_lazy("process", "Reopened")

    instance = models.ForeignKey("processes.ProcessInstance", models.PROTECT, related_name="log")
    token = models.ForeignKey("processes.Token", models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey("processes.WorkItem", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    step = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)
    note = EncryptedTextField(default="")
    by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["instance", "id"], name="step_log_by_process")]

    def __str__(self) -> str:
        return f"{self.instance_id} {self.kind} {self.step}"


class WorkItemEvent(models.Model):
    """One change of hands of a work item: from whom, to whom, by whom, why."""

    class Kind(models.TextChoices):
        CLAIMED = "CLAIMED", pgettext_lazy("work", "Taken")
        ASSIGNED = "ASSIGNED", pgettext_lazy("work", "Assigned")
        DELEGATED = "DELEGATED", pgettext_lazy("work", "Delegated")
        GIVEN_BACK = "GIVEN_BACK", pgettext_lazy("work", "Given back")
        RETURNED = "RETURNED", pgettext_lazy("work", "Sent back")
        COMPLETED = "COMPLETED", pgettext_lazy("work", "Completed")
        MOVED = "MOVED", pgettext_lazy("work", "Moved")
        URGENT = "URGENT", pgettext_lazy("work", "Made urgent")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("work", "No longer needed")

    item = models.ForeignKey("processes.WorkItem", models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    holder = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    note = EncryptedTextField(default="")
    by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["ASSIGNED", "DELEGATED"]) | Q(receiver__isnull=False),
                name="work_event_names_the_receiver",
            ),
        ]
        indexes = [models.Index(fields=["item", "id"], name="work_event_by_item")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"


class SignalReceived(models.Model):
    """An event that arrived, so that the same one counts once."""

    dedup_key = models.CharField(max_length=120, unique=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    event = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="signal_by_subject")]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type} {self.subject_id}"
