"""What the customer runs on electricity, and what she asks of the supply."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EquipmentItem(models.Model):
    """A machine or installation of the customer (用电设备), of one kind and rating."""

    class Kind(models.TextChoices):
        APPLIANCE = "APPLIANCE", _("Appliance")
        MOTOR = "MOTOR", _("Motor or machine")
        TRANSFORMER = "TRANSFORMER", _("Customer's transformer")
        CHARGER = "CHARGER", _("Charging pile")
        OWN_GENERATION = "OWN_GENERATION", _("Own generation")
        STORAGE = "STORAGE", _("Storage")
        OTHER = "OTHER", pgettext_lazy("kind of equipment", "Other equipment")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="equipment_items")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField(default=1)
    rated_kw = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    rated_kva = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    installed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="equipment_at_least_one"),
            models.CheckConstraint(
                condition=Q(rated_kw__isnull=True) | Q(rated_kw__gt=0),
                name="equipment_kw_positive",
            ),
            models.CheckConstraint(
                condition=Q(rated_kva__isnull=True) | Q(rated_kva__gt=0),
                name="equipment_kva_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SpecialRequirement(models.Model):
    """What the customer needs beyond ordinary supply (特殊需求)."""

    class Kind(models.TextChoices):
        CONTINUITY = "CONTINUITY", _("No interruption")
        VOLTAGE_QUALITY = "VOLTAGE_QUALITY", _("Quality of voltage")
        BACKUP_SUPPLY = "BACKUP_SUPPLY", _("Second supply")
        TIMING = "TIMING", _("Time of works and connection")
        ACCESS = "ACCESS", _("Access to the site")
        OTHER = "OTHER", pgettext_lazy("kind of requirement", "Other requirement")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="requirements")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="special_requirement_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"


class DemandProfile(models.Model):
    """What a customer expects to draw (用电需求), also before the relationship starts.

    ``load_curve_kw`` holds a typical day: 24 hourly means from 00:00 on, or nothing.
    """

    class Shifts(models.TextChoices):
        ONE = "ONE", _("One shift")
        TWO = "TWO", _("Two shifts")
        THREE = "THREE", _("Three shifts")
        SEASONAL = "SEASONAL", _("Seasonal")

    account = models.OneToOneField("customers.Account", models.PROTECT, related_name="demand")
    expected_kw = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    expected_kva = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    monthly_kwh = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    shifts = models.CharField(max_length=10, choices=Shifts.choices, blank=True)
    load_curve_kw = ArrayField(
        models.DecimalField(max_digits=12, decimal_places=3), default=list, blank=True
    )
    wanted_from = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(load_curve_kw__len=0) | Q(load_curve_kw__len=24),
                name="load_curve_has_24_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.expected_kw} kW"
