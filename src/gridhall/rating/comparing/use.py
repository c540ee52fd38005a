"""The use as whole calendar months: as given, spread over a year, or cut out of intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from gridhall.kernel.periods import month_of
from gridhall.rating.charges.generic.words import period_name
from gridhall.rating.comparing.form import ComparisonForm, ShiftForm
from gridhall.rating.quotes.use_form import IntervalsForm
from gridhall.rating.result import Notice, Text

ZERO, HUNDRED = Decimal(0), Decimal(100)
WHOLE = Decimal(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthUse:
    """Hold the use of one calendar month; ``intervals`` where a file gave them.

    ``shares`` are parts that somebody assumed, not a measurement.
    """

    month: date
    kwh: Decimal
    periods: Mapping[str, Decimal] = field(default_factory=dict)
    shares: Mapping[str, Decimal] = field(default_factory=dict)
    kvarh: Decimal | None = None
    power_factor: Decimal | None = None
    demand_kw: Decimal | None = None
    intervals: IntervalsForm | None = None

    @property
    def split_known(self) -> bool:
        """Tell whether the times of day are known or stated to be assumed."""
        return bool(self.periods or self.shares) or self.intervals is not None


def months_of(form: ComparisonForm) -> tuple[list[MonthUse], list[Notice]]:
    """Return the months in order, and what was assumed or left out."""
    if form.intervals is not None:
        return _cut(form.intervals)
    found, notices = _given(form), []
    if form.year is not None:
        notices.append(_spread_notice(form))
    if form.split:
        notices.append(_split_notice(form))
        found = [replace(m, shares=form.split) if not m.periods else m for m in found]
    return found, notices


def _given(form: ComparisonForm) -> list[MonthUse]:
    if form.year is not None:
        return _spread(form.year.year, form.year.kwh, form.year.spread)
    found = [
        MonthUse(
            month=date.fromisoformat(f"{item.month}-01"),
            kwh=item.energy,
            periods=dict(item.periods),
            kvarh=item.kvarh,
            power_factor=item.power_factor,
            demand_kw=item.demand_kw,
        )
        for item in form.months
    ]
    return sorted(found, key=lambda item: item.month)


def _spread(year: int, kwh: Decimal, how: str) -> list[MonthUse]:
    """Return twelve months of whole kWh whose sum is the year's number."""
    starts = [date(year, month, 1) for month in range(1, 13)]
    weights = [month_of(day).days if how == "days" else 1 for day in starts]
    found, given, passed = [], ZERO, 0
    for day, weight in zip(starts, weights, strict=True):
        passed += weight
        reached = (kwh * passed / sum(weights)).quantize(WHOLE, rounding=ROUND_HALF_UP)
        if day.month == 12:
            reached = kwh
        found.append(MonthUse(month=day, kwh=reached - given))
        given = reached
    return found


def _cut(series: IntervalsForm) -> tuple[list[MonthUse], list[Notice]]:
    """Return the whole months of a series; a month that is not complete is left out and named."""
    step, energy = timedelta(minutes=series.minutes), series.energy
    start, end = series.start, series.start + step * len(energy)
    found: list[MonthUse] = []
    left_out: list[str] = []
    day = start.date().replace(day=1)
    while datetime.combine(day, time()) < end:
        following = (day + timedelta(days=31)).replace(day=1)
        first, last = (datetime.combine(at, time()) for at in (day, following))
        if first < start or last > end:
            left_out.append(f"{day:%Y-%m}")
        else:
            cut = energy[(first - start) // step : (last - start) // step]
            own = IntervalsForm.model_construct(
                start=first, minutes=series.minutes, kwh=tuple(cut), kw=()
            )
            found.append(MonthUse(month=day, kwh=sum(cut, ZERO), intervals=own))
        day = following
    return found, [_partial_notice(left_out)] if left_out else []


def moved(use: MonthUse, shift: ShiftForm, percent: Decimal) -> MonthUse:
    """Return a month whose load was moved between hours, day by day; the energy stays the same."""
    if use.intervals is None or shift.from_hours is None or shift.to_hours is None:
        return use
    per_hour = 60 // use.intervals.minutes
    day_length = 24 * per_hour
    source = range(shift.from_hours[0] * per_hour, shift.from_hours[1] * per_hour)
    target = range(shift.to_hours[0] * per_hour, shift.to_hours[1] * per_hour)
    kwh = list(use.intervals.kwh)
    for first in range(0, len(kwh), day_length):
        taken = ZERO
        for slot in source:
            part = kwh[first + slot] * percent / HUNDRED
            kwh[first + slot] -= part
            taken += part
        for slot in target:
            kwh[first + slot] += taken / len(target)
    return replace(use, intervals=use.intervals.model_copy(update={"kwh": tuple(kwh)}))


def _spread_notice(form: ComparisonForm) -> Notice:
    by_days = form.year is not None and form.year.spread == "days"
    zh = "各月天数" if by_days else "十二等份"
    en = "by the days of each month" if by_days else "in twelve equal parts"
    text = Text(
        f"只给了全年电量：按{zh}分到各月，这是假定。",
        f"Only the year's energy was given: it is spread {en}. This is an assumption.",
    )
    return Notice(code="YEAR_SPREAD_ASSUMED", text=text)


def _split_notice(form: ComparisonForm) -> Notice:
    zh = " : ".join(f"{period_name(name).zh} {value:f}" for name, value in form.split.items())
    en = " : ".join(f"{period_name(name).en} {value:f}" for name, value in form.split.items())
    text = Text(
        f"各时段的比例是您假定的，不是实测：{zh}。",
        f"The parts of the periods are your assumption, not a measurement: {en}.",
    )
    return Notice(code="SPLIT_ASSUMED", text=text)


def _partial_notice(months: list[str]) -> Notice:
    names = ", ".join(months)
    text = Text(
        f"数据不满一个月，未计入：{names}。",
        f"Left out, as the data do not cover the whole month: {names}.",
    )
    return Notice(code="PARTIAL_MONTHS_LEFT_OUT", text=text)
