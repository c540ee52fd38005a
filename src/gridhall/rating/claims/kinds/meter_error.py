"""Kind ``meter_error``: energy registered with an error, a wrong multiplier, or not at all."""

from __future__ import annotations

from gridhall.rating.claims.meter_error import MeterErrorForm, meter_error
from gridhall.rating.quotes.registry import Kind
from gridhall.rating.result import Text

KIND = Kind(
    name="meter_error",
    title=Text("计量误差退补", "Correction of metering errors"),
    summary=Text(
        "电能表误差、二次电压降超差、倍率错误、按正常月份推算：退补电量和电费。",
        "Error of the meter, drop of its voltage leads, wrong multiplier, normal months: energy "
        "and money to correct.",
    ),
    form=MeterErrorForm,
    run=meter_error,
)
