"""Who may do what with an account at the portal, and since when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from gridhall.customers.portal_rights import EVERY_RIGHT, EndReason, Proof, Right, every_right
from gridhall.foundation.privacy.fields import EncryptedTextField
from gridhall.foundation.ranges import DateRange


class PortalAccess(models.Model):
    """What a person may do with an account at the portal, for a period of days.

    The period is half-open: an access that ends today counts no more. One that began and ended
    on the same day has an empty period, so the same account may be opened again on that day.
    Rows are not edited: other rights mean that one row ends and another begins. Only the person's
    own ``nickname`` for the account and her choice of a ``preferred`` one change in place.
    """

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="portal_accesses")
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="portal_accesses")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    rights = ArrayField(models.CharField(max_length=20, choices=Right.choices), default=every_right)
    proof = models.CharField(max_length=20, choices=Proof.choices, default=Proof.STAFF)
    granted_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True, default="")
    known_as = EncryptedTextField(default="")
    nickname = EncryptedTextField(default="")
    preferred = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="portal_access_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(rights__contained_by=list(EVERY_RIGHT), rights__len__gt=0),
                name="portal_access_has_known_rights",
            ),
            ExclusionConstraint(
                name="portal_access_one_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("account", RangeOperators.EQUAL),
                    (DateRange(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(preferred=True, ended_at__isnull=True),
                name="portal_access_one_preferred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.account_id}"
