"""One answer to all cases of a mass event, and how far it has got."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField

from .cases import Case
from .choices import Finding

User = settings.AUTH_USER_MODEL


class MassAnswer(models.Model):
    """The answer given to a master case, carried to every case gathered under it in batches."""

    class Status(models.TextChoices):
        RUNNING = "RUNNING", _("Being carried out")
        DONE = "DONE", _("Done")

    master = models.ForeignKey(Case, models.PROTECT, related_name="mass_answers")
    body = EncryptedTextField(default="")
    finding = models.CharField(max_length=20, choices=Finding.choices, blank=True)
    cause = models.ForeignKey("servicedesk.Cause", models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    cases_answered = models.PositiveIntegerField(default=0)
    customers_told = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["master"], condition=Q(status="RUNNING"), name="one_mass_answer_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"answer to all of case {self.master_id}"


class MassAnswered(models.Model):
    """One case that a mass answer reached: a second row is refused, so nobody hears it twice."""

    answer = models.ForeignKey(MassAnswer, models.PROTECT, related_name="reached")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    told = models.BooleanField()
    fault = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "case"], name="mass_answer_once_a_case"),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} of answer {self.answer_id}"
