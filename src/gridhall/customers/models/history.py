"""How every part of a customer file was, is and will be."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.privacy.fields import EncryptedTextField
from gridhall.foundation.ranges import DateRange


class FileVersion(models.Model):
    """One part of a file as it held from one day up to, not with, another.

    The tables of the parts (Party, Account, Contact …) hold what is true today; this one holds
    every version of what ever changed, those to come included. A row of a part without versions
    has never changed since the account was opened. ``values`` is JSON by field name, encrypted.
    A version that was set right later stays, with ``superseded_at``: so one can also ask what was
    believed on a day.
    """

    class Source(models.TextChoices):
        STAFF = "STAFF", _("Entered by staff")
        CORRECTION = "CORRECTION", _("Correction, reviewed")
        CUSTOMER = "CUSTOMER", _("Changed by the customer")
        IMPORT = "IMPORT", _("Import")
        MASS_UPDATE = "MASS_UPDATE", _("Mass update")
        MERGE = "MERGE", _("Merge of duplicates")

    part = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    account = models.ForeignKey(
        "customers.Account", models.PROTECT, null=True, related_name="versions"
    )
    party = models.ForeignKey("customers.Party", models.PROTECT, null=True, related_name="versions")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    values = EncryptedTextField()
    changed = ArrayField(models.CharField(max_length=40), default=list)
    source = models.CharField(max_length=12, choices=Source.choices)
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)
    applied = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, party__isnull=True)
                | Q(account__isnull=True, party__isnull=False),
                name="file_version_of_account_or_party",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="file_version_period_not_empty",
            ),
            ExclusionConstraint(
                name="file_version_one_at_a_time",
                expressions=[
                    ("part", RangeOperators.EQUAL),
                    ("subject_id", RangeOperators.EQUAL),
                    (DateRange(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_from"], name="file_version_waiting", condition=Q(applied=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.subject_id} from {self.valid_from}"
