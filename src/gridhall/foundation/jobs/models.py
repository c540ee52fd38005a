"""What is kept about jobs beside the queue: how far they are, why they failed, when they run."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class JobProgress(models.Model):
    """How far a running job is; one row a job, overwritten by its reports.

    ``note`` is an English source text that is translated when it is shown.
    """

    job_id = models.BigIntegerField(primary_key=True)
    done = models.BigIntegerField()
    total = models.BigIntegerField()
    note = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done__gte=0) & Q(total__gte=F("done")), name="job_progress_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.done}/{self.total}"


class JobFailure(models.Model):
    """Why one attempt of a job failed, without any value of the data it worked on.

    ``kind`` is the class of the error, ``code`` and ``template`` those of an expected one,
    ``place`` the line of our code, ``detail`` the violated constraint or the database's code.
    """

    job_id = models.BigIntegerField()
    attempt = models.IntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=100)
    code = models.CharField(max_length=60, blank=True)
    template = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=200, blank=True)
    detail = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["job_id", "-id"], name="job_failure_by_job")]

    def __str__(self) -> str:
        return f"{self.job_id} {self.kind}"


class Schedule(models.Model):
    """When a periodic job runs. The program declares the job and its usual times; people may
    change the times or switch it off, and the worker obeys within seconds.

    ``cron`` counts in the company's zone. Nothing due at or before ``last_due_at`` runs (again):
    changing or switching on a schedule moves it to now, so no past time is made up for.
    """

    task_name = models.CharField(max_length=128)
    periodic_id = models.CharField(max_length=128, blank=True)
    cron = models.CharField(max_length=100)
    is_on = models.BooleanField(default=True)
    last_due_at = models.DateTimeField()
    last_job_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task_name", "periodic_id"], name="schedule_once_per_task"
            ),
            models.CheckConstraint(condition=~Q(cron=""), name="schedule_has_a_cron"),
        ]

    def __str__(self) -> str:
        return f"{self.task_name} {self.cron}"
