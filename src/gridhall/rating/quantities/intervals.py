"""From 15-, 30- or 60-minute energy to period quantities and the 15-minute maximum demand.

Time is local standard time without daylight saving; the period is half-open, so the value that
begins at 00:00 of the last date is not in it. A gap is refused, never filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

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
WORDS = Text("各时段内间隔电量之和", "sum of the interval energy within the period")
REST = Text("月电量 − 间隔电量之和（调平）", "register energy − sum of the intervals")
PEAK = Text("最大间隔电量 × 60 ÷ 间隔分钟数", "largest interval energy × 60 ÷ minutes")


def each(series: Intervals, days: DatePeriod, *, name: str) -> Iterator[tuple[datetime, Decimal]]:
    """Yield the beginning and kWh of every interval of the days; holds the bill at a gap."""
    step = timedelta(minutes=series.minutes)
    start = datetime.combine(days.start, MIDNIGHT)
    count = days.days * 24 * 60 // series.minutes
    offset, rest = divmod(start - series.start.replace(tzinfo=None), step)
    if rest:
        raise Hold(INTERVAL_MISSING, point=name, at=start.isoformat(sep=" ", timespec="minutes"))
    for place in range(count):
        at = start + place * step
        index = offset + place
        kwh = series.kwh[index] if 0 <= index < len(series.kwh) else None
        if kwh is None:
            raise Hold(INTERVAL_MISSING, point=name, at=at.isoformat(sep=" ", timespec="minutes"))
        yield at, kwh


def by_period(
    series: Intervals, request: RatingRequest, wanted: Wanted, law: Law, *, name: str
) -> dict[str, Decimal]:
    """Return the energy of each period the price class bills; ``total`` without time of use."""
    days = DatePeriod(request.period_start, request.period_end)
    found = dict.fromkeys(wanted.periods, ZERO)
    if wanted.tou is None:
        found["total"] = sum((kwh for _, kwh in each(series, days, name=name)), ZERO)
        return found
    today: date | None = None
    names: tuple[str, ...] = ()
    for at, kwh in each(series, days, name=name):
        if at.date() != today:
            today = at.date()
            names = day_periods(request, law, wanted.tou, today)
        period = names[(at.hour * 60 + at.minute) // 15]
        if series.minutes > 15:
            _refuse_mixed(names, at, series.minutes, name)
        if period not in found:
            raise Hold("INCONSISTENT_POINTS", problem=f"no price for the period {period}")
        found[period] += kwh
    return found


def maximum(series: Intervals, days: DatePeriod, *, name: str) -> tuple[Decimal, datetime]:
    """Return the largest average power of an interval in kW, and when that interval began."""
    best, when = ZERO, datetime.combine(days.start, MIDNIGHT)
    for at, kwh in each(series, days, name=name):
        if kwh > best:
            best, when = kwh, at
    return best * 60 / series.minutes, when


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


def _refuse_mixed(names: tuple[str, ...], at: datetime, minutes: int, name: str) -> None:
    """Hold the bill if a long interval lies in two periods: nobody knows how it divides."""
    first = (at.hour * 60 + at.minute) // 15
    if len(set(names[first : first + minutes // 15])) > 1:
        problem = f"{name}: the {minutes}-minute interval at {at:%Y-%m-%d %H:%M} is in two periods"
        raise Hold("INCONSISTENT_POINTS", problem=problem)
