"""What generic charges count: quantities by name, groups of lines, months and days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from gridhall.kernel.money import round_money
from gridhall.kernel.periods import DatePeriod, month_of
from gridhall.rating.books.errors import NoValidPrice
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case, plain
from gridhall.rating.charges.generic import peaks
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.result import Line

ZERO = Decimal(0)


def quantity_of(case: Case, name: str) -> tuple[Decimal, str, tuple[str, ...]]:
    """Return a quantity by name with its unit and the readings it comes from.

    ``billed`` (the default) is what is billed at the account's own class, ``read`` what the
    meters said, ``active`` with losses and before shares, ``reactive``, ``demand``, ``export``
    what was fed in, ``capacity`` the contracted kVA, a period's name its energy, and
    ``fact:x`` a number that the request states. Holds the bill where it is not known.
    """
    if name.startswith("fact:"):
        return _fact(case, name[5:])
    found = case.quantities
    for period in found.periods:
        if period.period == name:
            return period.kwh, "kWh", period.inputs
    fed = sum((part.kwh for part in found.export_periods), ZERO)
    fed_inputs = tuple(i for part in found.export_periods for i in part.inputs)
    kva = case.request.agreement.contracted_capacity_kva
    known: dict[str, tuple[Decimal | None, str, tuple[str, ...]]] = {
        "": (found.billed_kwh, "kWh", found.active_inputs),
        "billed": (found.billed_kwh, "kWh", found.active_inputs),
        "read": (found.read_kwh, "kWh", found.active_inputs),
        "active": (found.active_kwh, "kWh", found.active_inputs),
        "export": (fed, "kWh", fed_inputs),
        "reactive": (found.reactive_kvarh, "kvarh", found.reactive_inputs),
        "demand": (demand_of(case), "kW", found.demand_inputs),
        "capacity": (kva, "kVA", ()),
    }
    value, unit, inputs = known.get(name, (None, "", ()))
    if value is None:
        raise Hold(AGREEMENT_INCOMPLETE, field=name)
    return value, unit, inputs


def fact(case: Case, name: str) -> Decimal | None:
    """Return a number that the request states by name, or nothing."""
    for item in case.request.facts:
        if item.name == name:
            return item.value
    return None


def demand_of(case: Case) -> Decimal | None:
    """Return the maximum demand: as metered, as stated, or of the intervals; else nothing."""
    found = case.quantities.demand_kw
    found = fact(case, "demand") if found is None else found
    if found is None and any(point.intervals for point in case.request.points):
        found = max(peaks.by_period(case).values(), default=ZERO)
    return found


def _fact(case: Case, name: str) -> tuple[Decimal, str, tuple[str, ...]]:
    for item in case.request.facts:
        if item.name == name:
            return item.value, item.unit, ()
    raise Hold(AGREEMENT_INCOMPLETE, field=name)


def lines_of(case: Case, charge: Charge) -> list[Line]:
    """Return the lines written so far that a charge is of; all, or those of its groups."""
    groups = charge.options.groups
    return [line for line in case.lines if not groups or line.group in groups]


def sum_of(case: Case, charge: Charge) -> Decimal:
    """Return the sum of the lines that a charge is of."""
    return sum((line.amount for line in lines_of(case, charge)), ZERO)


def applies(case: Case, charge: Charge) -> bool:
    """Tell whether a charge is made in the month the period begins; one month, one season.

    Raises ``NoValidPrice`` where the period reaches into months of another season.
    """
    months = charge.options.months
    if not months:
        return True
    touched = {month.start.month for month in _period(case).months()}
    inside = touched & set(months)
    if inside and inside != touched:
        raise NoValidPrice(key=charge.code or charge.method, on=case.request.period_start)
    return bool(inside)


def days_of(case: Case) -> int:
    """Return the days of the period."""
    return (case.request.period_end - case.request.period_start).days


def months_of(case: Case, charge: Charge) -> int:
    """Return how many monthly allowances the period has: from reading day to reading day.

    7 July to 7 August is one month. A remainder that is no whole month counts as one, with a
    warning; ``month_count`` of the charge says it outright.
    """
    if charge.options.month_count is not None:
        return charge.options.month_count
    start, end = case.request.period_start, case.request.period_end
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and _same_day(start, end):
        return months
    whole = max(1, months + (1 if end.day > start.day else 0))
    case.warn(
        "PART_MONTH_COUNTS_WHOLE",
        f"计费期 {start} 至 {end} 不是整月，阶梯基数按 {whole} 个月计算。",
        f"The period {start} to {end} is no whole month: {whole} monthly allowances were taken.",
    )
    return whole


def month_starts(case: Case, count: int) -> list[date]:
    """Return a day in each of the period's ``count`` months, for what differs by month."""
    start = case.request.period_start
    # A period from 7 July to 7 August is July's; it is the month in which it begins.
    months = []
    for number in range(count):
        index = start.year * 12 + start.month - 1 + number
        months.append(date(index // 12, index % 12 + 1, 1))
    return months


def part_months(case: Case, prorate: str) -> tuple[Decimal, Decimal, str]:
    """Return (numerator, denominator, text) of the months in the period for a monthly charge."""
    period = _period(case)
    whole = Decimal(0)
    days = Decimal(0)
    divisor = Decimal(30)
    for month in period.months():
        inside = period.intersect(month)
        if inside == month:
            whole += 1
        elif inside is not None:
            days += (inside.end - inside.start).days if inside.end else 0
            divisor = Decimal(month.days)
    if days == 0:
        return whole, Decimal(1), f"{whole:f}"
    if prorate == "none":
        touched = Decimal(sum(1 for _ in period.months()))
        start, end = case.request.period_start, case.request.period_end
        months = (end.year - start.year) * 12 + end.month - start.month
        count = Decimal(months) if months > 0 and _same_day(start, end) else touched
        return count, Decimal(1), f"{count:f}"
    if prorate == "thirty_days":
        divisor = Decimal(30)
    elif whole:
        raise NoValidPrice(key="prorate", on=period.start)
    return whole * divisor + days, divisor, f"{whole * divisor + days:f} ÷ {divisor:f}"


def rounded_quantity(charge: Charge, value: Decimal) -> Decimal:
    """Return a quantity rounded by the rule the charge names."""
    rule = charge.options.quantity_rounding
    return plain(round_money(value, rule)) if rule else value


def next_day(day: date) -> date:
    """Return the day after."""
    return day + timedelta(days=1)


def month_days(day: date) -> int:
    """Return the days of the month around a day."""
    return month_of(day).days


def _same_day(start: date, end: date) -> bool:
    """Tell whether two days are the same day of the month, or both its last."""
    last = monthrange(end.year, end.month)[1]
    return end.day == start.day or (start.day > last and end.day == last)


def _period(case: Case) -> DatePeriod:
    return DatePeriod(case.request.period_start, case.request.period_end)
