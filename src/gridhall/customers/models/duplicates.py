"""One customer who stands in the files twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class NotDuplicate(models.Model):
    """Somebody looked at two parties that resemble each other and said they are two (非重复)."""

    first = models.ForeignKey("customers.Party", models.PROTECT, related_name="+")
    second = models.ForeignKey("customers.Party", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once_per_pair"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="not_duplicate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class PartyMerge(models.Model):
    """Two parties that are one (客户合并): the accounts of ``absorbed`` became ``survivor``'s.

    ``moved`` lists the ids of the accounts that moved, so that a split gives back just those. The
    absorbed party stays, with its document and its versions. ``merge_approval`` and
    ``split_approval`` are who decided.
    """

    class Status(models.TextChoices):
        ASKED = "ASKED", _("Waiting for approval")
        MERGED = "MERGED", _("Merged")
        REFUSED = "REFUSED", _("Not merged")
        SPLIT = "SPLIT", _("Split again")

    survivor = models.ForeignKey("customers.Party", models.PROTECT, related_name="absorbed_parties")
    absorbed = models.ForeignKey("customers.Party", models.PROTECT, related_name="merges")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ASKED)
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+"
    )
    moved = models.JSONField(default=list)
    merged_on = models.DateField(null=True)
    split_on = models.DateField(null=True)
    merge_approval = models.BigIntegerField(null=True)
    split_approval = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(survivor=F("absorbed")), name="party_merge_of_two"
            ),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(status__in=["ASKED", "MERGED"]),
                name="party_absorbed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["MERGED", "SPLIT"]) | Q(merged_on__isnull=False),
                name="party_merge_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="SPLIT") | Q(split_on__isnull=False),
                name="party_split_has_its_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.survivor_id}: {self.status}"
