"""The periodic review of rights: who still needs what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RightsReview(models.Model):
    """One round in which every role inside a unit is confirmed or withdrawn (权限复核)."""

    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    unused_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    opened_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(closed_at__isnull=True),
                name="rights_review_one_open_a_unit",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.opened_at:%Y-%m-%d}"


class RightsReviewItem(models.Model):
    """One role in a review. ``last_used_at`` is the person's last act or log-in when it began."""

    class Decision(models.TextChoices):
        OPEN = "OPEN", _("Not decided yet")
        CONFIRMED = "CONFIRMED", _("Confirmed")
        WITHDRAWN = "WITHDRAWN", _("Taken away")

    review = models.ForeignKey("staff.RightsReview", models.PROTECT, related_name="items")
    assignment = models.ForeignKey("identity.RoleAssignment", models.PROTECT, related_name="+")
    last_used_at = models.DateTimeField(null=True)
    is_unused = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "assignment"], name="rights_review_item_once"
            ),
            models.CheckConstraint(
                condition=Q(decision="OPEN", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="OPEN") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="rights_review_decision_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.assignment_id} {self.decision}"
