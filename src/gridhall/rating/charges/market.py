"""Energy at market prices of every hour, half-hour or quarter-hour, instead of multipliers.

A customer who pays by the hour must not get the government's time-of-use multipliers as well: a
price class with ``interval_energy`` lists no other charge for the same energy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, INTERVAL_MISSING, Hold
from gridhall.rating.quantities.intervals import each
from gridhall.rating.request import Intervals, MeteringPoint, PointRole, PriceSeries
from gridhall.rating.result import Text

ZERO = Decimal(0)
DAY = timedelta(days=1)
WORDS = Text("Σ（间隔电量 × 间隔电价）", "Σ (energy × price of each interval)")
REST_WORDS = Text("其余电量（损耗、调平）× 加权平均价", "other energy (losses) × weighted average")
REST = Text("其余电量", "other energy")


@dataclass(slots=True)
class _Sum:
    kwh: Decimal = ZERO
    amount: Decimal = ZERO
    count: int = 0


def interval_energy(case: Case, charge: Charge) -> None:
    """Write one line per price series: Σ energy × price over the intervals, rounded once.

    Billed energy beyond the intervals (losses, settlement by register) bears the weighted average
    price on a line of its own. Holds the bill without intervals or prices.
    """
    del charge  # the prices are the request's
    points = [p for p in case.request.points if p.intervals is not None and _is_own(p)]
    if not points or not case.request.market_prices:
        raise Hold(AGREEMENT_INCOMPLETE, field="market_prices" if points else "intervals")
    for series in case.request.market_prices:
        found = _Sum()
        for point in points:
            if point.intervals is not None:
                _add_up(case, point.intervals, series, point.mp_no, found)
        _write(case, series, found, tuple(p.intervals.series_id for p in points if p.intervals))


def _is_own(point: MeteringPoint) -> bool:
    return point.role in (PointRole.ORDINARY, PointRole.MASTER)


def _add_up(case: Case, use: Intervals, series: PriceSeries, name: str, found: _Sum) -> None:
    if series.minutes < use.minutes:
        raise Hold(INTERVAL_MISSING, point=name, at=f"{series.minutes} min")
    for at, kwh in each(use, case.period, name=name):
        found.kwh += kwh
        found.amount += kwh * _price(series, at)
        found.count += 1


def _price(series: PriceSeries, at: datetime) -> Decimal:
    """Return the price of the moment; holds the bill where the series has none."""
    since = at - series.start.replace(tzinfo=None)
    if series.every_day:
        since %= DAY
    place = since // timedelta(minutes=series.minutes)
    if not 0 <= place < len(series.price):
        raise Hold(
            INTERVAL_MISSING, point=series.name, at=at.isoformat(sep=" ", timespec="minutes")
        )
    return series.price[place]


def _write(case: Case, series: PriceSeries, found: _Sum, inputs: tuple[str, ...]) -> None:
    average = found.amount / found.kwh if found.kwh else ZERO
    num = wording.num
    case.add(
        "ENERGY_MARKET",
        group="energy",
        formula=WORDS,
        quantity=found.kwh,
        unit="kWh",
        unit_price=average,
        parameters=(),
        inputs=inputs,
        numbers=f"{found.count} × {series.minutes} min: Σ {num(found.kwh)} {{unit}}",
        description=Text(series.name, series.name),
        in_pf_base=True,
        raw=found.amount,
    )
    rest = case.quantities.billed_kwh - found.kwh
    if rest:
        case.add(
            "ENERGY_MARKET_REST",
            group="energy",
            formula=REST_WORDS,
            quantity=rest,
            unit="kWh",
            unit_price=average,
            parameters=(),
            inputs=case.quantities.active_inputs,
            description=Text(f"{series.name}（{REST.zh}）", f"{series.name} ({REST.en})"),
            in_pf_base=True,
        )
