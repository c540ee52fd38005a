"""What other contexts said about somebody's work: written once from their events."""

from __future__ import annotations

from django.db import models


class ClosedWork(models.Model):
    """One case that somebody closed (办结工作): what samples are drawn from.

    ``finding`` is what the investigation of a complaint found; empty means not known. Sealed
    reports never come here.
    """

    case_ref = models.BigIntegerField(unique=True)
    case_number = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    finding = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "closed_at"], name="closed_work_by_person"),
            models.Index(fields=["organisation", "closed_at"], name="closed_work_by_unit"),
        ]

    def __str__(self) -> str:
        return self.case_number


class CustomerRating(models.Model):
    """One customer's rating of the case somebody closed (客户评价)."""

    answer_ref = models.BigIntegerField(unique=True)
    case_number = models.CharField(max_length=30, blank=True)
    person = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    is_satisfied = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "answered_at"], name="rating_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {self.score}"
