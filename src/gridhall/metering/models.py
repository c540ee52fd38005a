"""Metering (计量): points, meters, installations and readings."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.ranges import DateRange


class UsagePoint(models.Model):
    """A metering point (计量点): ordinary, master with subs, sub, or a ratio share (定比)."""

    class Role(models.TextChoices):
        ORDINARY = "ORDINARY", _("Ordinary")
        MASTER = "MASTER", _("Master")
        SUB = "SUB", _("Sub")
        RATIO = "RATIO", _("Ratio share")

    class MeteringMode(models.TextChoices):
        HV_SUPPLY_HV_METER = "HV_SUPPLY_HV_METER", _("High-voltage supply, metered high")
        HV_SUPPLY_LV_METER = "HV_SUPPLY_LV_METER", _("High-voltage supply, metered low")
        LV_SUPPLY_LV_METER = "LV_SUPPLY_LV_METER", _("Low-voltage supply, metered low")
        RATIO = "RATIO", _("Ratio")

    mp_no = models.CharField(max_length=30, unique=True)
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="usage_points")
    supply_point = models.ForeignKey(
        "customers.SupplyPoint", models.PROTECT, related_name="usage_points"
    )
    role = models.CharField(max_length=10, choices=Role.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    metering_mode = models.CharField(max_length=20, choices=MeteringMode.choices)
    voltage = models.CharField(max_length=10)
    price_class = models.CharField(max_length=30)
    tou = models.BooleanField()
    pf_standard = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    ratio_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    loss_p0_kw = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    loss_q0_kvar = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    loss_copper_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    loss_reactive_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    feeder = models.CharField(max_length=60, blank=True)
    transformer_area = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                # An unknown value passes a check, so the missing ratio is named.
                condition=(
                    Q(role="RATIO", ratio_percent__isnull=False)
                    & Q(ratio_percent__gt=0, ratio_percent__lte=100)
                )
                | (~Q(role="RATIO") & Q(ratio_percent__isnull=True)),
                name="usage_point_ratio_only_for_ratio",
            ),
            models.CheckConstraint(
                condition=(Q(role__in=["SUB", "RATIO"]) & Q(parent__isnull=False))
                | (Q(role__in=["ORDINARY", "MASTER"]) & Q(parent__isnull=True)),
                name="usage_point_parent_fits_role",
            ),
        ]

    def __str__(self) -> str:
        return self.mp_no


class Meter(models.Model):
    """A meter (电能表) by its 22-digit asset number."""

    asset_no = models.CharField(max_length=22, unique=True)
    meter_type = models.CharField(max_length=40)
    accuracy_active = models.CharField(max_length=10, blank=True)
    accuracy_reactive = models.CharField(max_length=10, blank=True)
    rated_voltage = models.CharField(max_length=30, blank=True)
    rated_current = models.CharField(max_length=30, blank=True)
    register_int_digits = models.PositiveSmallIntegerField()
    register_decimals = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asset_no__regex=r"^\d{22}$"), name="meter_asset_no_digits"
            ),
        ]
        indexes = [
            models.Index(
                OpClass(Reverse("asset_no"), name="text_pattern_ops"), name="meter_by_ending"
            ),
        ]

    def __str__(self) -> str:
        return self.asset_no


class MeterInstallation(models.Model):
    """A meter at a point from one day to another, with the multiplier (倍率) it has there."""

    meter = models.ForeignKey("metering.Meter", models.PROTECT, related_name="installations")
    usage_point = models.ForeignKey(
        "metering.UsagePoint", models.PROTECT, related_name="installations"
    )
    ct_ratio = models.CharField(max_length=20, blank=True)
    pt_ratio = models.CharField(max_length=20, blank=True)
    multiplier = models.DecimalField(max_digits=10, decimal_places=2)
    initial_read_total = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    installed_on = models.DateField()
    removed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(multiplier__gt=0), name="installation_multiplier_positive"
            ),
            ExclusionConstraint(
                name="meter_in_one_place_at_a_time",
                expressions=[
                    ("meter", RangeOperators.EQUAL),
                    (DateRange(F("installed_on"), F("removed_on")), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="usage_point_has_one_meter_at_a_time",
                expressions=[
                    ("usage_point", RangeOperators.EQUAL),
                    (DateRange(F("installed_on"), F("removed_on")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meter_id} at {self.usage_point_id}"


class MeterReading(models.Model):
    """What one register of a meter showed (示数), in register units, not multiplied."""

    class Register(models.TextChoices):
        FORWARD_ACTIVE_TOTAL = "fwd_active_total", _("Active, total")
        FORWARD_ACTIVE_SHARP = "fwd_active_sharp", _("Active, sharp peak")
        FORWARD_ACTIVE_PEAK = "fwd_active_peak", _("Active, peak")
        FORWARD_ACTIVE_FLAT = "fwd_active_flat", _("Active, flat")
        FORWARD_ACTIVE_VALLEY = "fwd_active_valley", _("Active, valley")
        FORWARD_REACTIVE = "fwd_reactive", _("Reactive")
        MAX_DEMAND = "max_demand", _("Maximum demand")

    class Source(models.TextChoices):
        REMOTE = "REMOTE", _("Remote")
        MANUAL = "MANUAL", _("Manual")

    class Reason(models.TextChoices):
        NORMAL = "NORMAL", _("Periodic")
        INSTALL = "INSTALL", _("Installation")
        REPLACE_OUT = "REPLACE_OUT", _("Removed at exchange")
        REPLACE_IN = "REPLACE_IN", _("Installed at exchange")

    usage_point = models.ForeignKey("metering.UsagePoint", models.PROTECT, related_name="readings")
    meter = models.ForeignKey("metering.Meter", models.PROTECT, related_name="readings")
    register = models.CharField(max_length=20, choices=Register.choices)
    read_at = models.DateTimeField()
    value = models.DecimalField(max_digits=14, decimal_places=4)
    source = models.CharField(max_length=10, choices=Source.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    demand_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meter", "register", "read_at", "reason"], name="reading_once"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="reading_not_negative"),
        ]
        indexes = [models.Index(fields=["usage_point", "read_at"], name="reading_by_point")]

    def __str__(self) -> str:
        return f"{self.meter_id} {self.register} {self.read_at:%Y-%m-%d}"
