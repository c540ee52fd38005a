"""The maximum demand of each period, from intervals and the calendar of the price class."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from gridhall.rating.calendars import SLOTS
from gridhall.rating.charges.case import Case
from gridhall.rating.quantities.frame import day_periods
from gridhall.rating.request import Intervals

ZERO = Decimal(0)
MINUTES_A_SLOT = 24 * 60 // SLOTS


def by_period(case: Case) -> dict[str, Decimal]:
    """Return the highest mean power (kW) of an interval of each period, all points added.

    Without a calendar everything is the period ``total``.
    """
    highest: dict[str, Decimal] = {}
    for (day, minute), kw in _power(case).items():
        period = _periods_of(case, day)[minute // MINUTES_A_SLOT]
        highest[period] = max(highest.get(period, ZERO), kw)
    return highest


def _power(case: Case) -> dict[tuple[date, int], Decimal]:
    """Return kW by day and minute of the interval's begin."""
    found: dict[tuple[date, int], Decimal] = {}
    request = case.request
    for point in request.points:
        series = point.intervals
        if series is None:
            continue
        for at, kw in _of(series):
            if request.period_start <= at[0] < request.period_end:
                found[at] = found.get(at, ZERO) + kw
    return found


def _of(series: Intervals) -> list[tuple[tuple[date, int], Decimal]]:
    step = timedelta(minutes=series.minutes)
    hour = Decimal(60) / series.minutes
    found, at = [], series.start
    for value in series.kwh:
        if value is not None:
            found.append(((at.date(), at.hour * 60 + at.minute), value * hour))
        at += step
    return found


def _periods_of(case: Case, day: date) -> tuple[str, ...]:
    """Return the period of each quarter-hour of a day."""
    tou = case.law.plan.tou
    if tou is None or tou.calendar is None:
        return ("total",) * SLOTS
    return day_periods(case.request, case.law, tou, day)
