"""Running processes moved to another version."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Migration(models.Model):
    """One decision to move running processes from one version to another, and how far it is.

    ``mapping`` says for steps of the old version which step of the new one takes their place.
    """

    class Status(models.TextChoices):
        RUNNING = "RUNNING", _("In progress")
        DONE = "DONE", _("Finished")

    source = models.ForeignKey("processes.ProcessDefinition", models.PROTECT, related_name="+")
    target = models.ForeignKey("processes.ProcessDefinition", models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    last_id = models.BigIntegerField(default=0)
    by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="migration_leads_to_another_version"
            ),
            models.UniqueConstraint(
                fields=["source"], condition=Q(status="RUNNING"), name="migration_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status="RUNNING", done_at__isnull=True)
                | Q(status="DONE", done_at__isnull=False),
                name="migration_done_has_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class MigratedInstance(models.Model):
    """What one migration did with one running process; ``before`` is what taking it back needs."""

    class Status(models.TextChoices):
        MOVED = "MOVED", pgettext_lazy("migration", "Moved")
        KEPT = "KEPT", _("Stays with its version")
        REVERSED = "REVERSED", _("Taken back")

    migration = models.ForeignKey("processes.Migration", models.PROTECT, related_name="rows")
    instance = models.ForeignKey("processes.ProcessInstance", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices)
    why = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=40, blank=True)
    before = models.JSONField(default=dict)
    log = models.ForeignKey("processes.StepLog", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["migration", "instance"], name="migration_touches_a_process_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="KEPT") | ~Q(why=""), name="migration_says_why_it_kept"
            ),
            models.CheckConstraint(
                condition=Q(status="REVERSED", reversed_at__isnull=False)
                | (~Q(status="REVERSED") & Q(reversed_at__isnull=True)),
                name="migration_taken_back_has_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.migration_id} {self.instance_id} {self.status}"
