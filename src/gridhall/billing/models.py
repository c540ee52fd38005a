"""Bills (电费核算): runs, bills, their lines, and accounts held back with a reason."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .replays import TariffReplay, TariffReplayRow

__all__ = [
    "Bill",
    "BillHold",
    "BillLine",
    "BillRun",
    "BillRunChunk",
    "BillStatusChange",
    "TariffReplay",
    "TariffReplayRow",
]


class BillRun(models.Model):
    """The billing of one month for one organisation and all below it (核算批次).

    Two regular runs of a month may not share an organisation: the exclusion constraint
    ``bill_run_no_shared_organisation`` (migration 0003) compares ``organisation_path``. A
    supplementary run bills single accounts that were held back or whose bill was reversed.
    """

    class Status(models.TextChoices):
        RATING = "RATING", _("Calculating")
        RATED = "RATED", _("Waiting for approval")
        ISSUING = "ISSUING", _("Issuing")
        ISSUED = "ISSUED", _("Issued")
        CANCELLED = "CANCELLED", _("Cancelled")

    class Kind(models.TextChoices):
        REGULAR = "REGULAR", _("Regular")
        SUPPLEMENTARY = "SUPPLEMENTARY", _("Supplementary")

    run_no = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.REGULAR)
    supplement_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="supplements")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    organisation_path = models.CharField(max_length=200)
    period_start = models.DateField()
    period_end = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RATING)
    library_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")), name="bill_run_period_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("created_by")),
                name="bill_run_approved_by_another_person",
            ),
            models.UniqueConstraint(
                fields=["organisation", "period_start"],
                condition=~Q(status="CANCELLED") & Q(kind="REGULAR"),
                name="bill_run_once_per_month_and_organisation",
            ),
            models.CheckConstraint(
                condition=(Q(kind="SUPPLEMENTARY") & Q(supplement_to__isnull=False))
                | (Q(kind="REGULAR") & Q(supplement_to__isnull=True)),
                name="bill_run_supplement_names_its_run",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ISSUING", "ISSUED"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="bill_run_issued_only_if_approved",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.run_no


class BillRunChunk(models.Model):
    """Some hundred accounts: the unit in which a run works and resumes.

    Who belongs to it is fixed when the run starts. ``control_total`` is the sum of the bills as
    they were rated; it is compared with what is stored before anything is issued.
    """

    run = models.ForeignKey("billing.BillRun", models.PROTECT, related_name="chunks")
    number = models.IntegerField()
    account_ids = ArrayField(models.BigIntegerField())
    rated_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    bill_count = models.IntegerField(default=0)
    hold_count = models.IntegerField(default=0)
    control_total = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="bill_run_chunk_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class Bill(models.Model):
    """One bill (电费账单). An issued bill is never edited: it is reversed and made anew.

    ``request`` is everything the engine was given, ``quantities`` and the lines' ``trace`` what it
    did: with the tariff books of ``library_hash`` anybody can recompute the bill. The number
    (``bill_no``, like 202601-0000001) is given at issue, without a gap.
    """

    class Status(models.TextChoices):
        RATED = "RATED", _("Calculated")
        ISSUED = "ISSUED", _("Issued")
        REVERSED = "REVERSED", pgettext_lazy("bill", "Reversed")
        DISCARDED = "DISCARDED", _("Discarded")

    bill_no = models.CharField(max_length=30, unique=True, null=True)
    run = models.ForeignKey("billing.BillRun", models.PROTECT, related_name="bills")
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="bills")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RATED)
    price_class = models.CharField(max_length=30)
    energy_kwh = models.DecimalField(max_digits=18, decimal_places=4)
    total = models.DecimalField(max_digits=16, decimal_places=2)
    due_date = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    library_hash = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    request = models.JSONField()
    quantities = models.JSONField()
    books = models.JSONField()
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "period_start"], condition=Q(status__in=["RATED", "ISSUED"]),
                name="bill_one_per_account_and_month",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["RATED", "DISCARDED"])
                | Q(bill_no__isnull=False, issued_at__isnull=False, due_date__isnull=False),
                name="bill_issued_has_number_and_dates",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["account", "-period_start"], name="bill_by_account"),
            models.Index(fields=["organisation", "-id"], name="bill_by_organisation"),
            models.Index(fields=["run", "id"], name="bill_by_run"),
        ]

    def __str__(self) -> str:
        return self.bill_no or f"bill {self.pk}"


class BillLine(models.Model):
    """One line of a bill with the arithmetic behind it in ``trace``."""

    bill = models.ForeignKey("billing.Bill", models.PROTECT, related_name="lines")
    number = models.SmallIntegerField()
    code = models.CharField(max_length=30)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)
    price = models.DecimalField(max_digits=18, decimal_places=8)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    trace = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bill", "number"], name="bill_line_once")]

    def __str__(self) -> str:
        return f"{self.bill_id}/{self.number} {self.code}"


class BillHold(models.Model):
    """An account that gets no bill in this run, and why (异常工单)."""

    run = models.ForeignKey("billing.BillRun", models.PROTECT, related_name="holds")
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="bill_holds")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    reason_zh = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300)
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "account"], name="bill_hold_once_per_run")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.account_id} {self.code}"


class BillStatusChange(models.Model):
    """How a bill came to its status; only ever added."""

    bill = models.ForeignKey("billing.Bill", models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=10, choices=Bill.Status.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "status"], name="bill_reaches_a_status_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.status}"
