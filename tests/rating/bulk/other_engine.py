"""NREL's Utilityrate5 (PySAM) driven with a plain tariff: the comparison, in binary floats.

Energy by five periods of the hour, a monthly demand charge and a fixed charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import PySAM.Utilityrate5 as Utilityrate5

ENDLESS = 1e38
PER_KWH, FLAT_DEMAND_OFF_PERIOD = 0, 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Tariff:
    """Hold the tariff: the period of each hour of the day and the prices, the same all year."""

    hours: tuple[int, ...]
    prices: tuple[str, ...]  # per kWh and period
    demand: str  # per kW of the month's largest hour
    fixed: str  # a month


def prepared(tariff: Tariff) -> Any:
    """Return a model that only wants a load."""
    model = Utilityrate5.new()
    schedule = [[hour + 1 for hour in tariff.hours] for _ in range(12)]
    rates = model.ElectricityRates
    rates.en_electricity_rates = 1
    rates.rate_escalation = [0.0]
    rates.ur_metering_option = 4
    rates.ur_monthly_fixed_charge = float(tariff.fixed)
    rates.ur_ec_sched_weekday = schedule
    rates.ur_ec_sched_weekend = schedule
    rates.ur_ec_tou_mat = [
        [number + 1, 1, ENDLESS, PER_KWH, float(price), 0.0]
        for number, price in enumerate(tariff.prices)
    ]
    rates.ur_dc_enable = 1
    rates.ur_dc_sched_weekday = [[1] * 24 for _ in range(12)]
    rates.ur_dc_sched_weekend = [[1] * 24 for _ in range(12)]
    rates.ur_dc_tou_mat = [[1, 1, ENDLESS, 0.0]]
    rates.ur_dc_flat_mat = [[month, 1, ENDLESS, float(tariff.demand)] for month in range(12)]
    model.SystemOutput.gen = [0.0] * 8760
    model.SystemOutput.degradation = [0.0]
    model.Lifetime.analysis_period = 1
    model.Lifetime.system_use_lifetime_output = 0
    model.Lifetime.inflation_rate = 0.0
    return model


def monthly_bills(model: Any, load_kw: Sequence[float]) -> list[float]:
    """Return the twelve unrounded bills of a year of hours."""
    model.Load.load = load_kw
    model.execute()
    return list(model.Outputs.year1_monthly_utility_bill_wo_sys)
