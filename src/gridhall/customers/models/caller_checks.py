"""Whether the person who calls or stands at the counter is who she says she is."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gridhall.customers.caller_questions import Method, Question


class CallerCheck(models.Model):
    """An employee's check of who asks about an account; valid for the length of a call.

    Kept are the method, which questions were asked and whether they were passed; never an answer.
    """

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="+")
    employee = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    method = models.CharField(max_length=20, choices=Method.choices)
    questions = ArrayField(models.CharField(max_length=20, choices=Question.choices), default=list)
    passed = models.BooleanField()
    at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("at")), name="caller_check_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "account", "-id"], name="caller_check_by_employee"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.account_id}"
