"""Reads of metering points, meters and readings."""

from ._billing import usage_for_billing
from ._energy import (
    MonthEnergy,
    YearUse,
    last_measured_month,
    month_energy,
    monthly_energy,
)
from ._points import MeterView, UsagePointView, meters_of, usage_points_of
from ._readings import ReadingFilters, ReadingRow, list_readings, readings_of
from ._refs import (
    MeterRef,
    PointRef,
    account_ids_by_asset_no,
    account_ids_by_meter,
    accounts_read_since,
    meter_refs,
    usage_point_refs,
)

__all__ = [
    "MeterRef",
    "MeterView",
    "MonthEnergy",
    "PointRef",
    "ReadingFilters",
    "ReadingRow",
    "UsagePointView",
    "YearUse",
    "account_ids_by_asset_no",
    "account_ids_by_meter",
    "accounts_read_since",
    "last_measured_month",
    "list_readings",
    "meter_refs",
    "meters_of",
    "month_energy",
    "monthly_energy",
    "readings_of",
    "usage_for_billing",
    "usage_point_refs",
    "usage_points_of",
]
