"""Cutting the meters' reads to a part of the period, so that nothing is lost between the parts.

A part is bounded by the reads of its first and last day. Where such a read is missing it may be
reckoned by days between its neighbours, if the book names the convention ``by_days``: the
energy moved is divided in proportion to the days, rounded to whole units, and the last part
takes what is left (the reads telescope, so the parts always add up to the whole).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from gridhall.kernel.money import round_money
from gridhall.kernel.periods import DatePeriod
from gridhall.kernel.quantities import whole_half_up
from gridhall.rating.request import MeteringPoint, MeterUse, Reading, Register, RegisterUse

BY_DAYS = "by_days"
#: A read shortly before midnight closes its day; it counts for the day that begins.
NEARLY_MIDNIGHT = timedelta(minutes=15)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Window:
    """Hold the days of a part, the days of the whole period, and how missing reads are treated."""

    part: DatePeriod
    whole: DatePeriod
    by_days: bool
    whole_units: bool = True


def day_of(reading: Reading) -> date:
    """Return the day that begins with the read."""
    return (reading.read_at + NEARLY_MIDNIGHT).date()


def cut_points(points: Sequence[MeteringPoint], window: Window) -> tuple[MeteringPoint, ...]:
    """Return the points as they were in the part; points that did not serve in it are left out.

    A correction enters once, in the last part its point serves in: then it was found.
    """
    return tuple(
        replace(
            point,
            meters=_meters(point.meters, window),
            corrections=point.corrections if _is_last(point, window) else (),
        )
        for point in points
        if serves(point, window.part)
    )


def _is_last(point: MeteringPoint, window: Window) -> bool:
    """Tell whether the point does not serve after the part any more."""
    end = _end(window.part)
    return end >= _end(window.whole) or (point.to_date is not None and point.to_date <= end)


def serves(point: MeteringPoint, days: DatePeriod) -> bool:
    """Tell whether the point serves on any of these days."""
    return (point.from_date is None or days.end is None or point.from_date < days.end) and (
        point.to_date is None or point.to_date > days.start
    )


def reckoned(points: Sequence[MeteringPoint]) -> bool:
    """Tell whether any read of the points was reckoned by days."""
    return any(
        reading is not None and reading.reason == BY_DAYS
        for point in points
        for meter in point.meters
        for use in meter.registers
        for reading in (use.opening, use.closing)
    )


def _meters(meters: Sequence[MeterUse], window: Window) -> tuple[MeterUse, ...]:
    found = []
    for meter in meters:
        uses = [_use(use, meter, window) for use in meter.registers]
        kept = tuple(use for use in uses if use is not None)
        if any(use.register is not Register.MAX_DEMAND for use in kept):
            found.append(replace(meter, registers=kept))
    return tuple(found)


def _use(use: RegisterUse, meter: MeterUse, window: Window) -> RegisterUse | None:
    """Return the register's use within the window, or ``None`` if it did not run then."""
    if use.register is Register.MAX_DEMAND:
        return _demand(use, window)
    if use.opening is None or use.closing is None:
        return use
    marks = _marks(use.opening, use.between, use.closing, window.whole)
    first, last = marks[0][0], marks[-1][0]
    start, end = max(window.part.start, first), min(_end(window.part), last)
    if start > end or (start == end and not (first == last and window.part.contains(first))):
        return None
    if first == last:
        return RegisterUse(register=use.register, opening=use.opening, closing=use.closing)
    return RegisterUse(
        register=use.register,
        opening=_read_on(start, marks, meter, window),
        closing=_read_on(end, marks, meter, window),
    )


def _demand(use: RegisterUse, window: Window) -> RegisterUse:
    """Return the maximum of the part if it was read, else that of the whole period."""
    for reading in use.between:
        if day_of(reading) == _end(window.part):
            return replace(use, closing=reading, between=())
    return replace(use, between=())


def _marks(
    opening: Reading, between: Sequence[Reading], closing: Reading, whole: DatePeriod
) -> list[tuple[date, Reading]]:
    """Return the reads by day; the outer ones lie within the period by definition."""
    first = min(max(day_of(opening), whole.start), _end(whole))
    last = min(max(day_of(closing), whole.start), _end(whole))
    inner = sorted(((day_of(r), r) for r in between), key=_day)
    return [(first, opening), *(m for m in inner if first < m[0] < last), (last, closing)]


def _read_on(
    day: date, marks: list[tuple[date, Reading]], meter: MeterUse, window: Window
) -> Reading | None:
    for early, late in pairwise(marks):
        if day == early[0]:
            return early[1]
        if day == late[0]:
            return late[1]
        if early[0] < day < late[0]:
            return _by_days(day, early, late, meter, window) if window.by_days else None
    return None


def _by_days(
    day: date,
    early: tuple[date, Reading],
    late: tuple[date, Reading],
    meter: MeterUse,
    window: Window,
) -> Reading:
    """Return the read that day as it would be if the use had been the same every day."""
    size = Decimal(10) ** meter.register_int_digits
    moved = late[1].value - early[1].value
    rolled = moved < 0 and not early[1].estimated
    moved += size if rolled else 0
    share = moved * (day - early[0]).days / (late[0] - early[0]).days
    value = early[1].value + _whole(share, meter.multiplier, whole_units=window.whole_units)
    return Reading(
        reading_id=f"{early[1].reading_id}~{late[1].reading_id}@{day}",
        read_at=datetime.combine(day, time()),
        value=value - size if rolled and value >= size else value,
        reason=BY_DAYS,
        estimated=True,
    )


def _whole(moved: Decimal, multiplier: Decimal, *, whole_units: bool) -> Decimal:
    """Return the movement that makes whole kWh, if a register can show it, else hundredths."""
    if whole_units:
        exact = whole_half_up(moved * multiplier) / multiplier
        if exact * multiplier == exact.quantize(Decimal("1e-9")) * multiplier:
            return exact
        return moved.quantize(HUNDREDTH, rounding=ROUND_FLOOR)
    return round_money(moved, "half_up:0.0001")


def _end(period: DatePeriod) -> date:
    return period.end or date.max


def _day(mark: tuple[date, Reading]) -> date:
    return mark[0]
