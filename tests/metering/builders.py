"""Ready-made metering points, meters and readings for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from gridhall.customers.models import Account
from gridhall.foundation.imports.outcome import Outcome
from gridhall.kernel.codes import asset_check_digit
from gridhall.metering import services
from gridhall.metering.models import Meter, UsagePoint
from gridhall.metering.records import NewMeter, NewReading, NewUsagePoint
from tests.customers.builders import AT

LOCAL = ZoneInfo("Asia/Shanghai")
TOTAL = "fwd_active_total"


def asset_no(serial: int) -> str:
    """Return a valid asset number."""
    body = f"3310001{serial:014}"
    return body + asset_check_digit(body)


def local(text: str) -> datetime:
    """Return a moment of the supply territory, from ``2026-01-01`` or ``2026-01-14 10:30``."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def point_row(account: Account, number: int = 1, **changes: Any) -> NewUsagePoint:
    """Return an ordinary metering point of the account."""
    row = NewUsagePoint(
        mp_no=f"MP{account.account_no}{number:02}",
        account_id=account.pk,
        supply_point_id=account.supply_points.get().pk,
        role="ORDINARY",
        metering_mode="LV_SUPPLY_LV_METER",
        voltage="220V",
        price_class="ZJ-RES-TIER",
        tou=False,
    )
    return replace(row, **changes)


def meter_row(serial: int, point: UsagePoint, **changes: Any) -> NewMeter:
    """Return a meter that hangs at the point since 2014."""
    row = NewMeter(
        asset_no=asset_no(serial),
        usage_point_id=point.pk,
        meter_type="单相智能电能表",
        multiplier=Decimal(1),
        register_int_digits=6,
        register_decimals=2,
        installed_on=date(2014, 1, 15),
        initial_read_total=Decimal("0.00"),
    )
    return replace(row, **changes)


def put_points(*rows: NewUsagePoint) -> list[Outcome]:
    """Record these points as the system."""
    return services.put_usage_points(rows=rows, at=AT, actor_id=None)


def put_meters(*rows: NewMeter) -> list[Outcome]:
    """Record these meters as the system."""
    return services.put_meters(rows=rows, at=AT, actor_id=None)


def put_readings(rows: Sequence[NewReading]) -> list[Outcome]:
    """Record these readings as the system."""
    return services.put_readings(rows=rows, at=AT, actor_id=None)


def point_of(row: NewUsagePoint) -> UsagePoint:
    """Record the point and return it."""
    put_points(row)
    return UsagePoint.objects.get(mp_no=row.mp_no)


def meter_of(row: NewMeter) -> Meter:
    """Record the meter and return it."""
    put_meters(row)
    return Meter.objects.get(asset_no=row.asset_no)


def reading(point: UsagePoint, meter: Meter, at: str, value: str, **changes: Any) -> NewReading:
    """Return a periodic remote read of the total register."""
    row = NewReading(
        usage_point_id=point.pk,
        meter_id=meter.pk,
        register=TOTAL,
        read_at=local(at),
        value=Decimal(value),
        source="REMOTE",
        reason="NORMAL",
    )
    return replace(row, **changes)
