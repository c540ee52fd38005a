"""A price class and a month → the plan that rates quarter-hours, read off a bill of the engine.

No charge is spelled a second time here: the readable path rates a probe that uses a different
number of kWh in each period, and its lines tell the prices and which periods each line takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate

from gridhall.kernel.periods import next_month
from gridhall.rating.books import Library
from gridhall.rating.bulk.compiling import NotInBulk, decimals_of, units_of
from gridhall.rating.bulk.plan import IntervalPlan
from gridhall.rating.bulk.prices import ROUNDINGS, LinePrice, Quantity
from gridhall.rating.calendars import SLOTS
from gridhall.rating.engine import rate
from gridhall.rating.law import Law
from gridhall.rating.quantities.frame import day_periods
from gridhall.rating.request import (
    Agreement,
    BillingMethod,
    DayFact,
    Intervals,
    MeteringPoint,
    RatingRequest,
)
from gridhall.rating.result import Line, Rated

MINUTES = 24 * 60 // SLOTS
ENORMOUS = 10**7  # so many times the probe is beyond any tier


def interval_plan(
    library: Library,
    price_class: str,
    *,
    month: date,
    method: BillingMethod = BillingMethod.SINGLE,
    days: Sequence[DayFact] = (),
) -> IntervalPlan:
    """Return how a price class rates the quarter-hours of a calendar month.

    ``days`` are the facts its calendar asks for. Raises ``NotInBulk`` if the readable path
    refuses, if a line takes something that differs from account to account (capacity, power
    factor, …), or if the class is not by time of use.
    """
    terms = Agreement(price_class=price_class, billing_method=method, tou=True)
    request = _request(terms, month, tuple(days), {})
    law = Law(library=library, plan=library.price_class(price_class, on=month), on=month)
    tou = law.plan.tou
    if tou is None or tou.calendar is None:
        raise NotInBulk(price_class=price_class, problem="it has no calendar")
    rows = [day_periods(request, law, tou, day) for day in _days(request)]
    unlike = list(dict.fromkeys(rows))
    probe = _probe(rows, tou.periods, month)
    rated = _rated(_request(terms, month, tuple(days), probe), library)
    enormous = {at: kwh * ENORMOUS for at, kwh in probe.items()}
    other = _rated(_request(terms, month, tuple(days), enormous), library)
    if _prices(other) != _prices(rated):
        raise NotInBulk(price_class=price_class, problem="its price depends on the quantity")
    if str(law.rounding.value) not in ROUNDINGS:
        raise NotInBulk(price_class=price_class, problem=f"rounding {law.rounding.value}")
    decimals = decimals_of(line.unit_price for line in rated.lines)
    return IntervalPlan(
        price_class=price_class,
        first=month,
        kinds=tuple(unlike.index(row) for row in rows),
        periods=tou.periods,
        slots=tuple(tuple(tou.periods.index(name) for name in row) for row in unlike),
        lines=tuple(_line(line, tou.periods, decimals, price_class) for line in rated.lines),
        decimals=decimals,
        rounding=str(law.rounding.value),
        books=tuple((name, library.books[name].sha256) for name in rated.books),
    )


def _rated(request: RatingRequest, library: Library) -> Rated:
    answer = rate(request, library)
    if not isinstance(answer, Rated):
        name = request.agreement.price_class
        raise NotInBulk(price_class=name, problem=answer.reason.en)
    return answer


def _prices(rated: Rated) -> list[tuple[str, Decimal]]:
    return [(line.code, line.unit_price) for line in rated.lines]


def _days(request: RatingRequest) -> list[date]:
    length = (request.period_end - request.period_start).days
    return [request.period_start + timedelta(days=n) for n in range(length)]


def _request(
    terms: Agreement, month: date, days: tuple[DayFact, ...], probe: dict[datetime, Decimal]
) -> RatingRequest:
    start = datetime.combine(month, time())
    end = next_month(month)
    count = (end - month).days * SLOTS
    moments = [start + timedelta(minutes=MINUTES * n) for n in range(count)]
    kwh = tuple(probe.get(at, Decimal(0)) for at in moments)
    point = MeteringPoint(
        mp_no="PROBE", intervals=Intervals(start=start, minutes=15, kwh=kwh)
    )  # fmt: skip
    return RatingRequest(
        account_no="PROBE", period_start=month, period_end=end, agreement=terms,
        points=(point,), days=days,
    )  # fmt: skip


def _probe(
    rows: list[tuple[str, ...]], periods: Sequence[str], month: date
) -> dict[datetime, Decimal]:
    """Return 1, 2, 4, … kWh in the first quarter-hour of each period the month has."""
    start = datetime.combine(month, time())
    names = [name for row in rows for name in row]
    amounts = dict(zip(periods, _powers(len(periods)), strict=True))
    return {
        start + timedelta(minutes=MINUTES * names.index(name)): amounts[name]
        for name in dict.fromkeys(names)
    }


def _powers(count: int) -> list[Decimal]:
    return list(accumulate([Decimal(1)] * count, lambda total, _one: total * 2))


def _line(line: Line, periods: Sequence[str], decimals: int, price_class: str) -> LinePrice:
    """Return the line's price; raises ``NotInBulk`` if it is none of energy."""
    quantity, number = Quantity.TOTAL, 0
    amounts = _powers(len(periods))
    single = line.code.removeprefix("ENERGY_").lower()
    if single in periods:
        quantity, number = Quantity.PERIOD, periods.index(single)
        if line.quantity not in (amounts[number], 0):
            raise NotInBulk(price_class=price_class, problem=f"{line.code} takes other energy")
    elif line.unit != "kWh" or line.factors or line.quantity < max(amounts):
        raise NotInBulk(price_class=price_class, problem=f"the line {line.code}")
    units = units_of(line.unit_price, decimals)
    return LinePrice(code=line.code, quantity=quantity, number=number, units=units)
