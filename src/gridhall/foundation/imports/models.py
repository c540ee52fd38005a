"""Files that come in: each file is a batch, each refused row a fault."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField


class ImportBatch(models.Model):
    """One file on its way in: previewed, then run; resumable by ``rows_done``.

    While it is PREVIEWED, ``rows_refused`` and ``rows_warned`` tell what the check found; from the
    start of the run they count what happened.
    """

    class Status(models.TextChoices):
        PREVIEWED = "PREVIEWED", _("Previewed")
        QUEUED = "QUEUED", _("Queued")
        RUNNING = "RUNNING", _("Running")
        FINISHED = "FINISHED", _("Finished")
        FAILED = "FAILED", _("Failed")
        DISCARDED = "DISCARDED", _("Discarded")

    sheet = models.CharField(max_length=40)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    encoding = models.CharField(max_length=20, blank=True)
    header = models.JSONField(default=list)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PREVIEWED)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    rows_created = models.IntegerField(default=0)
    rows_updated = models.IntegerField(default=0)
    rows_unchanged = models.IntegerField(default=0)
    rows_refused = models.IntegerField(default=0)
    rows_warned = models.IntegerField(default=0)
    failure = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_done__gte=0) & Q(rows_done__lte=F("rows_total")),
                name="import_progress_within_file",
            ),
            models.CheckConstraint(
                condition=~Q(status="FINISHED")
                | Q(
                    rows_total=F("rows_created")
                    + F("rows_updated")
                    + F("rows_unchanged")
                    + F("rows_refused")
                ),
                name="import_every_row_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} #{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the batch is still on its way (waiting or running)."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING)


class ImportFault(models.Model):
    """Why one row of a file was refused (or, as a warning, what was noticed about it).

    ``value`` is what stood in the file, ``taken`` what was stored instead (warnings only). Both may
    be personal and are encrypted; ``params`` never hold a personal value.
    """

    class Severity(models.TextChoices):
        REFUSED = "REFUSED", _("Refused")
        WARNING = "WARNING", _("Warning")

    batch = models.ForeignKey("imports.ImportBatch", models.PROTECT, related_name="faults")
    row_number = models.IntegerField()
    field = models.CharField(max_length=60, blank=True)
    value = EncryptedTextField(default="")
    taken = EncryptedTextField(default="")
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.REFUSED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "row_number", "field", "code"], name="import_fault_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_number} {self.field} {self.code}"
