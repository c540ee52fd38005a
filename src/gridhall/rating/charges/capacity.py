"""Rule 12: the capacity charge, by runs of days with equal capacity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.kernel.periods import DatePeriod
from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.installed import (
    CapacityRun,
    Limits,
    capacity_runs,
    is_too_short,
    over_the_year,
)
from gridhall.rating.charges.months import MonthShare, month_shares
from gridhall.rating.law import as_number
from gridhall.rating.request import CapacityChangeKind
from gridhall.rating.result import Factor, ParameterRead, Text

DAYS = Text("天数", "days")
MONTHS = Text("月数", "months")
DAYS_OUT = "days_out"
LESS = Text("容量电费减收", "Capacity charge, reduction")


@dataclass(frozen=True, slots=True)
class _Terms:
    """Hold the values a capacity charge reads."""

    price: ParameterRead
    divisor: ParameterRead
    others: tuple[ParameterRead, ...]
    limits: Limits


def capacity(case: Case, charge: Charge) -> None:
    """Write kVA × price, or one line per run of days: kVA × price × days ÷ divisor.

    With the part rule ``days_out`` the largest capacity is charged in full and what was less is
    taken off by its days; otherwise each capacity is charged for its own days.
    """
    terms = _terms(case, charge)
    _warn(case, terms.limits)
    runs = runs_of(case, terms.limits)
    if case.request.agreement.transformers:
        _explain(case, runs)
    if len(runs) > 1 and charge.uses.get("part_rule") and _rule(case, charge) == DAYS_OUT:
        _days_out(case, runs, terms)
        return
    for run in runs:
        _write(case, run, terms, alone=len(runs) == 1)


def limits_of(case: Case, charge: Charge) -> tuple[Limits, tuple[ParameterRead, ...]]:
    """Return what a suspension must keep to, with the values that were read."""
    reads = [
        case.law.read(charge.uses[role])
        for role in ("suspension_min_days", "suspension_max_months")
        if role in charge.uses
    ]
    found = {role: int(as_number(read)) for role, read in zip(_given(charge), reads, strict=True)}
    months = found.get("suspension_max_months")
    return Limits(found.get("suspension_min_days", 0), months), tuple(reads)


def runs_of(case: Case, limits: Limits) -> list[CapacityRun]:
    """Return the charged capacity of the case's days as runs of days."""
    return capacity_runs(
        case.request.agreement, case.period, limits=limits, terms_from=case.terms_from
    )


def _given(charge: Charge) -> list[str]:
    return [r for r in ("suspension_min_days", "suspension_max_months") if r in charge.uses]


def _terms(case: Case, charge: Charge) -> _Terms:
    limits, reads = limits_of(case, charge)
    price = case.law.read(charge.uses["price"])
    return _Terms(price, case.law.read(charge.uses["divisor"]), reads, limits)


def _rule(case: Case, charge: Charge) -> str:
    return str(case.law.read(charge.uses["part_rule"]).value)


def _write(case: Case, run: CapacityRun, terms: _Terms, *, alone: bool) -> None:
    """Write the lines of one run: whole months together, each part month by its days."""
    rule = str(terms.divisor.value)
    shares = month_shares(run.period, billed=case.whole_period, divisor_rule=rule)
    whole = [share for share in shares if share.whole]
    if whole:
        _line(case, run.kva, terms, whole, dated=not alone or len(whole) < len(shares))
    for share in shares:
        if not share.whole:
            _line(case, run.kva, terms, [share], dated=True)


def _line(
    case: Case,
    kva: Decimal,
    terms: _Terms,
    shares: Sequence[MonthShare],
    *,
    dated: bool,
    code: str = "CAPACITY",
    name: Text | None = None,
) -> None:
    first = shares[0]
    factors: tuple[Factor, ...] = ()
    if not first.whole:
        factors = (_days_factor(first),)
    elif len(shares) > 1:
        factors = (Factor(name=MONTHS, numerator=Decimal(len(shares))),)
    case.add(
        code,
        group="capacity",
        formula="capacity" if first.whole else "capacity_days",
        quantity=kva,
        unit="kVA",
        unit_price=as_number(terms.price),
        parameters=(terms.price,) if first.whole else (terms.price, terms.divisor, *terms.others),
        factors=factors,
        description=name,
        days=DatePeriod(first.period.start, shares[-1].period.end) if dated else None,
        in_pf_base=True,
    )


def _days_factor(share: MonthShare) -> Factor:
    return Factor(name=DAYS, numerator=Decimal(share.days), denominator=Decimal(share.divisor))


def _days_out(case: Case, runs: Sequence[CapacityRun], terms: _Terms) -> None:
    """Charge the largest capacity throughout, then take off what was less, by its days."""
    most = max(run.kva for run in runs)
    _write(case, CapacityRun(case.period, most), terms, alone=True)
    rule = str(terms.divisor.value)
    for run in runs:
        for share in month_shares(run.period, billed=case.whole_period, divisor_rule=rule):
            if run.kva < most:
                less = run.kva - most
                _line(case, less, terms, [share], dated=True, code="CAPACITY_LESS", name=LESS)


def _explain(case: Case, runs: Sequence[CapacityRun]) -> None:
    """Write which transformers make up the charged capacity."""
    num = wording.num
    units = case.request.agreement.transformers
    texts = [f"{num(u.kva)} ({u.name + ' ' if u.name else ''}{u.state.value})" for u in units]
    for run in runs:
        case.explain(
            "CHARGED_CAPACITY",
            description=Text("计费容量", "Charged capacity"),
            formula=Text("运行和热备用容量之和（加封、暂停除外）", "running and standby units"),
            numbers=f"{run.period.as_text()}: {', '.join(texts)} → {num(run.kva)}",
            value=run.kva,
            unit="kVA",
        )


def _warn(case: Case, limits: Limits) -> None:
    changes = case.request.agreement.capacity_changes
    for change in changes:
        if is_too_short(change, limits.min_days) and _touches(change.from_date, case.period):
            case.warn(
                "SUSPENSION_TOO_SHORT",
                f"{change.from_date} 起的暂停不足 {limits.min_days} 天，不减收容量电费。",
                f"The suspension from {change.from_date} lasted less than {limits.min_days} days "
                "and does not reduce the charge.",
            )
    if limits.max_months is None:
        return
    asked = [c for c in changes if c.kind is CapacityChangeKind.SUSPENSION]
    ends = {c.restored_date for c in over_the_year(asked, case.period, limits)}
    for change in asked:
        if (change.restored_date or case.period.end) not in ends:
            case.warn(
                "SUSPENSION_OVER_LIMIT",
                f"{change.from_date} 起的暂停使本年累计超过 {limits.max_months} 个月，"
                "超出部分恢复计收。",
                f"With the suspension from {change.from_date} the year has more than "
                f"{limits.max_months} months; what exceeds them is charged again.",
            )


def _touches(day: date, period: DatePeriod) -> bool:
    return period.end is None or day < period.end
