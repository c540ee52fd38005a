"""Supply contracts (供用电合同): what was agreed, for which time."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.ranges import DateRange


class CustomerAgreement(models.Model):
    """The terms of supply of one account for one period: class, method, capacity, demand."""

    class BillingMethod(models.TextChoices):
        ENERGY_ONLY = "ENERGY_ONLY", _("Energy only (residential)")
        SINGLE_PART = "SINGLE_PART", _("Single-part")
        TWO_PART_CAPACITY = "TWO_PART_CAPACITY", _("Two-part by capacity")
        TWO_PART_DEMAND = "TWO_PART_DEMAND", _("Two-part by demand")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="agreements")
    price_class = models.CharField(max_length=30)
    billing_method = models.CharField(max_length=20, choices=BillingMethod.choices)
    contracted_capacity_kva = models.DecimalField(max_digits=12, decimal_places=3)
    contract_demand_kw = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    hv_motor_kw = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    tou = models.BooleanField()
    pf_standard = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contracted_capacity_kva__gt=0), name="agreement_capacity_positive"
            ),
            models.CheckConstraint(
                # An unknown value passes a check, so the missing demand is named.
                condition=~Q(billing_method="TWO_PART_DEMAND")
                | Q(contract_demand_kw__isnull=False, contract_demand_kw__gt=0),
                name="agreement_by_demand_has_demand",
            ),
            ExclusionConstraint(
                name="agreement_one_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    (DateRange(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.price_class} from {self.valid_from}"


class CapacityChange(models.Model):
    """Capacity sealed for a while (暂停) or added (增容)."""

    class Kind(models.TextChoices):
        SUSPENSION = "SUSPENSION", _("Suspension")
        INCREASE = "INCREASE", _("Increase")

    account = models.ForeignKey(
        "customers.Account", models.PROTECT, related_name="capacity_changes"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    change_kva = models.DecimalField(max_digits=12, decimal_places=3)
    from_date = models.DateField()
    restored_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "from_date"], name="capacity_change_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind="SUSPENSION") & Q(change_kva__lt=0))
                | (Q(kind="INCREASE") & Q(change_kva__gt=0)),
                name="capacity_change_sign_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(restored_date__isnull=True) | Q(restored_date__gt=F("from_date")),
                name="capacity_change_period_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.from_date}"


class PriceRelief(models.Model):
    """A right to a better price: a large household's wider tiers, low income's free energy."""

    class Kind(models.TextChoices):
        LARGE_HOUSEHOLD = "LARGE_HOUSEHOLD", _("Large household")
        LOW_INCOME = "LOW_INCOME", _("Low income")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="price_reliefs")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="relief_one_of_a_kind_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DateRange(F("from_date"), F("to_date")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"
