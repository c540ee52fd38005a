"""What moving load would save under a price, and the valley share from which it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gridhall.rating.books import Library
from gridhall.rating.comparing import use
from gridhall.rating.comparing.candidates import Candidate
from gridhall.rating.comparing.form import ComparisonForm, ShiftForm
from gridhall.rating.comparing.rated import MonthBill, rate_all

ZERO, HUNDRED = Decimal(0), Decimal(100)
STEPS = tuple(Decimal(step) for step in (10, 20, 30, 40, 50))
FINEST = 1000  # tenths of a per cent


@dataclass(frozen=True, kw_only=True, slots=True)
class Shifted:
    """Hold what a price costs when ``percent`` of the dear hours are moved, and what that saves.

    ``total`` is ``None`` where it cannot be told: no times of day, or periods no meter counts.
    """

    percent: Decimal
    kwh: Decimal
    total: Decimal | None
    saving: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BreakEven:
    """Hold from which share of the valley (per cent of all energy) a price by time of day pays.

    ``percent`` is ``None`` where no share is enough. ``actual`` is the share of the use.
    """

    percent: Decimal | None
    actual: Decimal | None
    reference: Decimal


def shifts_of(
    candidate: Candidate, bills: Sequence[MonthBill], total: Decimal | None,
    months: list[use.MonthUse], form: ComparisonForm, library: Library,
) -> tuple[Shifted, ...]:  # fmt: skip
    """Return what moving load saves at each step and at the share that was asked for.

    A price without times of day saves nothing; the maximum demand is left as it is unless hours
    of interval data are moved.
    """
    if total is None or not candidate.periods:
        return ()
    steps = sorted({*STEPS, form.shift.percent} - {ZERO})
    if form.shift.from_hours is not None:
        steps = [form.shift.percent]
    found = []
    for percent in steps:
        moved, kwh = _moved(candidate, bills, months, form.shift, percent)
        after = rate_all(candidate, moved, form, library) if moved else []
        amounts = [bill.total for bill in after if bill.total is not None]
        whole = sum(amounts, ZERO) if after and len(amounts) == len(after) else None
        saving = None if whole is None else total - whole
        found.append(Shifted(percent=percent, kwh=kwh, total=whole, saving=saving))
    return tuple(found)


def _moved(
    candidate: Candidate, bills: Sequence[MonthBill], months: list[use.MonthUse],
    shift: ShiftForm, percent: Decimal,
) -> tuple[list[use.MonthUse], Decimal]:  # fmt: skip
    if shift.from_hours is not None:
        moved = [use.moved(item, shift, percent) for item in months]
        kwh = sum((_taken(item, shift, percent) for item in months), ZERO)
        return moved, kwh
    found, taken_all = [], ZERO
    for item, bill in zip(months, bills, strict=True):
        periods = bill.periods
        if shift.to_period not in periods:
            return [], ZERO
        taken = ZERO
        for name in shift.from_periods:
            if name in periods and name != shift.to_period:
                part = periods[name] * percent / HUNDRED
                periods[name] -= part
                taken += part
        periods[shift.to_period] += taken
        taken_all += taken
        found.append(_with_periods(item, bill, periods))
    return found, taken_all


def _taken(item: use.MonthUse, shift: ShiftForm, percent: Decimal) -> Decimal:
    if item.intervals is None or shift.from_hours is None:
        return ZERO
    per_hour = 60 // item.intervals.minutes
    first, last = (hour * per_hour for hour in shift.from_hours)
    inside = (v for i, v in enumerate(item.intervals.kwh) if first <= i % (24 * per_hour) < last)
    return sum(inside, ZERO) * percent / HUNDRED


def _with_periods(item: use.MonthUse, bill: MonthBill, periods: dict[str, Decimal]) -> use.MonthUse:
    """Return the month with its energy by period; intervals are then summed up already."""
    demand = item.demand_kw
    figures = bill.answer["figures"]
    if item.intervals is not None and "demand_kw" in figures:
        demand = Decimal(figures["demand_kw"]["value"])
    return replace(item, periods=periods, shares={}, intervals=None, demand_kw=demand)


def reference_total(every: Sequence[tuple[Candidate, Decimal | None]]) -> Decimal | None:
    """Return the total a price by time of day must beat: the cheapest that has no times of day."""
    flat = [total for item, total in every if total is not None and not item.periods]
    present = next(iter(every), None)
    if present is not None and not present[0].periods and present[1] is not None:
        return present[1]
    return min(flat, default=None)


def break_even(
    candidate: Candidate, months: list[use.MonthUse], form: ComparisonForm, library: Library,
    reference: Decimal | None,
) -> BreakEven | None:  # fmt: skip
    """Return the valley share from which a price of peak and valley is the cheaper one.

    Only for prices of two periods: with more, the share alone does not tell the bill. The same
    share is set in every month; it is found by rating, to a tenth of a per cent.
    """
    if reference is None or set(candidate.periods) != {"peak", "valley"}:
        return None

    def total(tenths: int) -> Decimal | None:
        shares = {"peak": Decimal(FINEST - tenths), "valley": Decimal(tenths)}
        mixed = [replace(m, shares=shares, periods={}, intervals=None) for m in months]
        amounts = [bill.total for bill in rate_all(candidate, mixed, form, library)]
        rated = [amount for amount in amounts if amount is not None]
        return sum(rated, ZERO) if len(rated) == len(amounts) else None

    at_most = total(FINEST)
    if at_most is None:
        return None
    actual = _actual(months)
    if at_most > reference:
        return BreakEven(percent=None, actual=actual, reference=reference)
    low, high = 0, FINEST  # the smallest share whose total is not above the reference
    while low < high:
        middle = (low + high) // 2
        found = total(middle)
        if found is not None and found <= reference:
            high = middle
        else:
            low = middle + 1
    return BreakEven(percent=Decimal(high) / 10, actual=actual, reference=reference)


def _actual(months: list[use.MonthUse]) -> Decimal | None:
    kwh = sum((item.kwh for item in months), ZERO)
    if not kwh or not all(item.periods for item in months):
        return None
    valley = sum((item.periods.get("valley", ZERO) for item in months), ZERO)
    return (valley * HUNDRED / kwh).quantize(Decimal("0.1"))
