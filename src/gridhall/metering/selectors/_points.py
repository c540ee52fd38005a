"""The metering points and meters of one account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.metering.models import MeterInstallation, UsagePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class UsagePointView:
    """A metering point; labels in the active language."""

    mp_no: str
    role: str
    role_label: str
    parent_mp_no: str
    metering_mode: str
    metering_mode_label: str
    voltage: str
    price_class: str
    tou: bool
    pf_standard: Decimal | None
    ratio_percent: Decimal | None
    loss_p0_kw: Decimal | None
    loss_q0_kvar: Decimal | None
    loss_copper_percent: Decimal | None
    loss_reactive_percent: Decimal | None
    supply_point_no: str
    feeder: str
    transformer_area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterView:
    """A meter where it hangs or hung, with the multiplier it has there."""

    asset_no: str
    mp_no: str
    meter_type: str
    accuracy_active: str
    accuracy_reactive: str
    rated_voltage: str
    rated_current: str
    ct_ratio: str
    pt_ratio: str
    multiplier: Decimal
    register_int_digits: int
    register_decimals: int
    initial_read_total: Decimal | None
    installed_on: date
    removed_on: date | None


def usage_points_of(*, account_id: int) -> list[UsagePointView]:
    """Return the metering points of an account, by number."""
    rows = UsagePoint.objects.filter(account_id=account_id)
    rows = rows.select_related("parent", "supply_point").order_by("mp_no")
    return [
        UsagePointView(
            mp_no=row.mp_no,
            role=row.role,
            role_label=row.get_role_display(),
            parent_mp_no=row.parent.mp_no if row.parent else "",
            metering_mode=row.metering_mode,
            metering_mode_label=row.get_metering_mode_display(),
            voltage=row.voltage,
            price_class=row.price_class,
            tou=row.tou,
            pf_standard=row.pf_standard,
            ratio_percent=row.ratio_percent,
            loss_p0_kw=row.loss_p0_kw,
            loss_q0_kvar=row.loss_q0_kvar,
            loss_copper_percent=row.loss_copper_percent,
            loss_reactive_percent=row.loss_reactive_percent,
            supply_point_no=row.supply_point.supply_point_no,
            feeder=row.feeder,
            transformer_area=row.transformer_area,
        )
        for row in rows
    ]


def meters_of(*, account_id: int) -> list[MeterView]:
    """Return the meters that hang or hung at an account's points, the newest first."""
    rows = MeterInstallation.objects.filter(usage_point__account_id=account_id)
    rows = rows.select_related("meter", "usage_point").order_by("-installed_on", "-pk")
    return [
        MeterView(
            asset_no=row.meter.asset_no,
            mp_no=row.usage_point.mp_no,
            meter_type=row.meter.meter_type,
            accuracy_active=row.meter.accuracy_active,
            accuracy_reactive=row.meter.accuracy_reactive,
            rated_voltage=row.meter.rated_voltage,
            rated_current=row.meter.rated_current,
            ct_ratio=row.ct_ratio,
            pt_ratio=row.pt_ratio,
            multiplier=row.multiplier,
            register_int_digits=row.meter.register_int_digits,
            register_decimals=row.meter.register_decimals,
            initial_read_total=row.initial_read_total,
            installed_on=row.installed_on,
            removed_on=row.removed_on,
        )
        for row in rows
    ]
