"""Sets of standards, and which of them holds for new cases."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from gridhall.foundation import language
from gridhall.foundation.ranges import DateRange


class Profile(models.Model):
    """A set of standards that belong together: of a text, a company, a national standard.

    ``version`` is a new one with every change of its standards: what was cached under the old one
    is never read again.
    """

    code = models.CharField(max_length=40, unique=True)
    title_zh = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    source = models.CharField(max_length=300)
    version = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the name in the reader's language."""
        return language.either(self.title_zh, self.title_en)


class ProfileInForce(models.Model):
    """From when to when a profile held for new cases, who chose it and why. Rows are only ended.

    ``valid_to`` is the first day on which another one held; equal to ``valid_from``: overruled on
    the same day.
    """

    profile = models.ForeignKey(Profile, models.PROTECT, related_name="periods")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    chosen_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="profile_in_force_forward",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="profile_chosen_for_a_reason"),
            ExclusionConstraint(
                name="profile_one_in_force",
                expressions=[(DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.valid_from}"
