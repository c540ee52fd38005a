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
from gridhall.rating.charges.months import month_shares
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.result import Factor, Line, Text

ZERO = Decimal(0)
ONE = Decimal(1)


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


def sum_with_earlier_parts(case: Case, charge: Charge) -> Decimal:
    """Return the same with the lines of earlier parts at this class (a minimum is of the bill)."""
    return sum((sum_of(part, charge) for part in (*case.before, case)), ZERO)


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
    """Return the days of this part of the period."""
    return case.period.days


def share_of_days(case: Case) -> tuple[Factor, ...]:
    """Return the factor that a part bears of what is charged once for the whole period."""
    days, whole = case.period.days, case.tariff_period.days
    if days == whole:
        return ()
    name = Text("天数", "days")
    return (Factor(name=name, numerator=Decimal(days), denominator=Decimal(whole)),)


def months_of(case: Case, charge: Charge) -> int:
    """Return how many monthly allowances the period has: from reading day to reading day.

    7 July to 7 August is one month. A remainder that is no whole month counts as one, with a
    warning; ``month_count`` of the charge says it outright.
    """
    if charge.options.month_count is not None:
        return charge.options.month_count
    start, end = case.tariff_period.start, case.tariff_period.end or case.request.period_end
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
    start = case.tariff_period.start
    # A period from 7 July to 7 August is July's; it is the month in which it begins.
    months = []
    for number in range(count):
        index = start.year * 12 + start.month - 1 + number
        months.append(date(index // 12, index % 12 + 1, 1))
    return months


def part_months(case: Case, prorate: str) -> tuple[Decimal, Decimal, str]:
    """Return (numerator, denominator, text) of the months in the period for a monthly charge.

    Without proration the months of the whole tariff count, however short the last one is; a
    period with parts bears them in the first one (the later ones return nought). Otherwise each
    part bears its own days.
    """
    if prorate == "none":
        if not case.opens_tariff:
            return ZERO, ONE, "0"
        count = _months_touched(case.tariff_period)
        return count, ONE, f"{count:f}"
    shares = month_shares(case.period, billed=case.whole_period, divisor_rule=prorate)
    above, below = ZERO, ONE
    for share in shares:
        divisor = Decimal(share.divisor or 1)
        days = ONE if share.whole else Decimal(share.days)
        above, below = (
            (above + days, below)
            if divisor == below
            else (
                above * divisor + days * below,
                below * divisor,
            )
        )
    text = " + ".join("1" if s.whole else f"{s.days} ÷ {s.divisor}" for s in shares)
    return above, below, text


def _months_touched(period: DatePeriod) -> Decimal:
    """Return the months from reading day to reading day, or the calendar months touched."""
    start, end = period.start, period.end or period.start
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and _same_day(start, end):
        return Decimal(months)
    return Decimal(sum(1 for _ in period.months()))


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
