"""Changes to metering points, meters and readings, many at once; each leaves its audit row."""

from gridhall.metering.records import NewMeter, NewReading, NewUsagePoint

from ._meters import put_meters
from ._points import put_usage_points
from ._readings import put_readings

__all__ = [
    "NewMeter",
    "NewReading",
    "NewUsagePoint",
    "put_meters",
    "put_readings",
    "put_usage_points",
]
