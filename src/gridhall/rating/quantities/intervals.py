"""From 15-, 30- or 60-minute energy to period quantities and the 15-minute maximum demand.

Time is local standard time without daylight saving; the period is half-open, so the value that
begins at 00:00 of the last date is not in it. A gap is refused, never filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import cast

from gridhall.kernel.periods import DatePeriod
from gridhall.rating import wording
from gridhall.rating.errors import INTERVAL_MISSING, Hold
from gridhall.rating.law import Law
from gridhall.rating.quantities import registers
from gridhall.rating.quantities.frame import Wanted, day_periods
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.quantities.points import Inputs, PointQuantities
from gridhall.rating.request import Intervals, MeteringPoint, RatingRequest
from gridhall.rating.result import Text

ZERO = Decimal(0)
MIDNIGHT = time()
DAY_MINUTES = 24 * 60
WORDS = Text("各时段内间隔电量之和", "sum of the interval energy within the period")
REST = Text("月电量 − 间隔电量之和（调平）", "register energy − sum of the intervals")
PEAK = Text("最大间隔电量 × 60 ÷ 间隔分钟数", "largest interval energy × 60 ÷ minutes")


def each(series: Intervals, days: DatePeriod, *, name: str) -> Iterator[tuple[datetime, Decimal]]:
    """Yield the beginning and kWh of every interval of the days; holds the bill at a gap."""
    step = timedelta(minutes=series.minutes)
    start = datetime.combine(days.start, MIDNIGHT)
    for place, kwh in enumerate(_within(series, days, name=name)):
        yield start + place * step, kwh


def by_period(
    series: Intervals, request: RatingRequest, wanted: Wanted, law: Law, *, name: str
) -> dict[str, Decimal]:
    """Return the energy of each period the price class bills; ``total`` without time of use."""
    days = DatePeriod(request.period_start, request.period_end)
    values = _within(series, days, name=name)
    if wanted.tou is None:
        return {"total": sum(values, ZERO)}
    found = dict.fromkeys(wanted.periods, ZERO)
    a_day = DAY_MINUTES // series.minutes
    for number in range(days.days):
        day = days.start + timedelta(days=number)
        for run in _runs(day_periods(request, law, wanted.tou, day), series.minutes):
            if run.mixed:
                raise _mixed(day, run.first, series.minutes, name)
            if run.period not in found:
                problem = f"no price for the period {run.period}"
                raise Hold("INCONSISTENT_POINTS", problem=problem)
            begin = number * a_day
            found[run.period] += sum(values[begin + run.first : begin + run.last], ZERO)
    return found


def maximum(series: Intervals, days: DatePeriod, *, name: str) -> tuple[Decimal, datetime]:
    """Return the largest average power of an interval in kW, and when that interval began."""
    values = _within(series, days, name=name)
    best = max(values, default=ZERO)
    place = values.index(best) if best > 0 else 0
    start = datetime.combine(days.start, MIDNIGHT)
    when = start + place * timedelta(minutes=series.minutes)
    return max(best, ZERO) * 60 / series.minutes, when


def _within(series: Intervals, days: DatePeriod, *, name: str) -> tuple[Decimal, ...]:
    """Return the kWh of the days' intervals in order; holds the bill at the first gap."""
    step = timedelta(minutes=series.minutes)
    start = datetime.combine(days.start, MIDNIGHT)
    count = days.days * DAY_MINUTES // series.minutes
    offset, rest = divmod(start - series.start.replace(tzinfo=None), step)
    if rest or offset < 0:
        raise _gap(name, start)
    values = series.kwh[offset : offset + count]
    if None in values:
        raise _gap(name, start + values.index(None) * step)
    if len(values) < count:
        raise _gap(name, start + len(values) * step)
    return cast(tuple[Decimal, ...], values)


def _gap(name: str, at: datetime) -> Hold:
    return Hold(INTERVAL_MISSING, point=name, at=at.isoformat(sep=" ", timespec="minutes"))


@dataclass(frozen=True, slots=True)
class _Run:
    """Hold neighbouring intervals of a day in one period; ``mixed``: one that lies in two."""

    period: str
    first: int
    last: int  # the first interval after the run
    mixed: bool


@lru_cache(maxsize=512)
def _runs(names: tuple[str, ...], minutes: int) -> tuple[_Run, ...]:
    """Return the day's intervals as runs, from the periods of its quarter-hours."""
    width = minutes // 15
    of_interval = [names[n : n + width] for n in range(0, len(names), width)]
    runs: list[_Run] = []
    for number, parts in enumerate(of_interval):
        mixed = len(set(parts)) > 1
        if runs and not mixed and not runs[-1].mixed and runs[-1].period == parts[0]:
            runs[-1] = replace(runs[-1], last=number + 1)
        else:
            runs.append(_Run(parts[0], number, number + 1, mixed))
    return tuple(runs)


def measure_intervals(
    point: MeteringPoint, request: RatingRequest, wanted: Wanted, law: Law, journal: Journal
) -> PointQuantities:
    """Return the quantities of a point with intervals.

    If the point also has a total register, that is the energy of the period: what the intervals
    miss or exceed goes to the residual period. Reactive energy always comes from registers.
    """
    series = point.intervals
    if series is None:  # pragma: no cover - the caller asked
        raise Hold(INTERVAL_MISSING, point=point.mp_no, at="")
    energy = by_period(series, request, wanted, law, name=point.mp_no)
    inputs: Inputs = dict.fromkeys((*energy, "total", "demand"), (series.series_id,))
    for name, kwh in energy.items():
        numbers = f"Σ {series.minutes} min = {wording.num(kwh)}"
        journal.step(
            "INTERVALS", name, kwh, "kWh", WORDS, numbers, mp_no=point.mp_no, inputs=inputs[name]
        )
    reactive = _registers(point, wanted, law, energy, inputs, journal)
    demand = None
    if wanted.demand:
        demand = _demand(point, series, request, journal)
    return PointQuantities(
        mp_no=point.mp_no,
        energy=energy,
        read=dict(energy),
        reactive=reactive,
        demand=demand,
        inputs=inputs,
        line=point.incoming_line,
    )


def _registers(
    point: MeteringPoint,
    wanted: Wanted,
    law: Law,
    energy: dict[str, Decimal],
    inputs: Inputs,
    journal: Journal,
) -> Decimal:
    """Return the reactive energy; let the total register settle what the intervals miss."""
    sums = {"total": ZERO, "reactive": ZERO}
    seen: set[str] = set()
    for meter in point.meters:
        for name in ("total", "reactive", "reverse_reactive"):
            if registers.find(meter, name) is None or (name != "total" and not wanted.reactive):
                continue
            moved = registers.difference(meter, name, law)
            quantity = moved.difference * meter.multiplier
            target = "total" if name == "total" else "reactive"
            sums[target] += abs(quantity) if name == "reverse_reactive" else quantity
            inputs[target] = inputs.get(target, ()) + moved.inputs
            seen.add(target)
            registers.write_step(journal, moved, meter, mp_no=point.mp_no, quantity=quantity)
    if "total" in seen:
        rest = sums["total"] - sum(energy.values(), ZERO)
        residual = wanted.tou.residual if wanted.tou else "total"
        energy[residual] += rest
        if rest:
            numbers = f"{wording.num(sums['total'])} − Σ = {wording.num(rest)}"
            journal.step(
                "INTERVAL_RESIDUE", residual, rest, "kWh", REST, numbers, mp_no=point.mp_no
            )
    return sums["reactive"]


def _demand(
    point: MeteringPoint, series: Intervals, request: RatingRequest, journal: Journal
) -> Decimal:
    days = DatePeriod(request.period_start, request.period_end)
    value, when = maximum(series, days, name=point.mp_no)
    numbers = f"{when:%Y-%m-%d %H:%M}: {wording.num(value * series.minutes / 60)} × 60 ÷ "
    numbers += f"{series.minutes} = {wording.num(value)}"
    journal.step(
        "MAX_DEMAND",
        "demand",
        value,
        "kW",
        PEAK,
        numbers,
        mp_no=point.mp_no,
        inputs=(series.series_id,),
    )
    if series.minutes != 15:
        journal.notice(
            "DEMAND_FROM_LONG_INTERVALS",
            f"{point.mp_no} 的曲线间隔为 {series.minutes} 分钟，最大需量可能低于15分钟需量。",
            f"The intervals of {point.mp_no} have {series.minutes} minutes; the 15-minute maximum "
            "demand may be higher.",
        )
    return value


def _mixed(day: date, number: int, minutes: int, name: str) -> Hold:
    """Return the hold for a long interval in two periods: nobody knows how it divides."""
    at = datetime.combine(day, MIDNIGHT) + number * timedelta(minutes=minutes)
    problem = f"{name}: the {minutes}-minute interval at {at:%Y-%m-%d %H:%M} is in two periods"
    return Hold("INCONSISTENT_POINTS", problem=problem)
