"""What a caller hands in to record metering points, meters and readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUsagePoint:
    """One metering point as it shall be; codes are those of ``metering.models``.

    ``parent_mp_no`` is needed for SUB and RATIO; the parent may stand anywhere in the same call.
    """

    mp_no: str
    account_id: int
    supply_point_id: int
    role: str  # ORDINARY, MASTER, SUB, RATIO
    metering_mode: str  # HV_SUPPLY_HV_METER, HV_SUPPLY_LV_METER, LV_SUPPLY_LV_METER, RATIO
    voltage: str
    price_class: str
    tou: bool
    parent_mp_no: str = ""
    pf_standard: Decimal | None = None
    ratio_percent: Decimal | None = None
    loss_p0_kw: Decimal | None = None
    loss_q0_kvar: Decimal | None = None
    loss_copper_percent: Decimal | None = None
    loss_reactive_percent: Decimal | None = None
    feeder: str = ""
    transformer_area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeter:
    """One meter and where it hangs from ``installed_on`` (until ``removed_on``, half-open)."""

    asset_no: str
    usage_point_id: int
    meter_type: str
    multiplier: Decimal
    register_int_digits: int
    register_decimals: int
    installed_on: date
    removed_on: date | None = None
    initial_read_total: Decimal | None = None
    accuracy_active: str = ""
    accuracy_reactive: str = ""
    rated_voltage: str = ""
    rated_current: str = ""
    ct_ratio: str = ""
    pt_ratio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """What one register showed, in register units (the multiplier is not applied).

    ``register`` and the codes are those of ``metering.models.MeterReading``: registers as in the
    files (``fwd_active_total`` …), ``source`` REMOTE or MANUAL, ``reason`` NORMAL, INSTALL,
    REPLACE_OUT or REPLACE_IN. Times are aware.
    """

    usage_point_id: int
    meter_id: int
    register: str
    read_at: datetime
    value: Decimal
    source: str
    reason: str
    demand_at: datetime | None = None
