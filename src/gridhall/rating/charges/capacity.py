"""Rule 12: the capacity charge, by runs of days with equal capacity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.kernel.periods import DatePeriod, month_of
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.law import as_number
from gridhall.rating.request import Agreement, CapacityChange, CapacityChangeKind
from gridhall.rating.result import Factor, Text

DAYS = Text("天数", "days")


@dataclass(frozen=True, slots=True)
class CapacityRun:
    """Hold a run of days with the same charged capacity."""

    period: DatePeriod
    kva: Decimal


def capacity(case: Case, charge: Charge) -> None:
    """Write kVA × price, or one line per run of days: kVA × price × days ÷ days of the month."""
    agreement, law = case.request.agreement, case.law
    price = law.read(charge.uses["price"])
    shortest = law.read(charge.uses["suspension_min_days"])
    divisor = law.read(charge.uses["divisor"])
    period = DatePeriod(case.request.period_start, case.request.period_end)
    _warn_short_suspensions(case, int(as_number(shortest)))
    runs = capacity_runs(agreement, period, min_days=int(as_number(shortest)))
    month_days = 30 if divisor.value == "thirty_days" else month_of(period.start).days
    whole_month = len(runs) == 1 and period == month_of(period.start)
    for run in runs:
        factors = (
            ()
            if whole_month
            else (
                Factor(
                    name=DAYS, numerator=Decimal(run.period.days), denominator=Decimal(month_days)
                ),
            )
        )
        case.add(
            "CAPACITY",
            group="capacity",
            formula="capacity" if whole_month else "capacity_days",
            quantity=run.kva,
            unit="kVA",
            unit_price=as_number(price),
            parameters=(price,) if whole_month else (price, divisor, shortest),
            factors=factors,
            description=None if whole_month else _dated(run.period),
            in_pf_base=True,
        )


def capacity_runs(agreement: Agreement, period: DatePeriod, *, min_days: int) -> list[CapacityRun]:
    """Return the charged capacity over the period as runs of days.

    A suspension shorter than ``min_days`` changes nothing; one without a restored date still
    runs. An increase or reduction counts from its date if that lies after the first day (on the
    first day it is already part of the contracted capacity). Raises ``Hold`` without capacity.
    """
    base = agreement.contracted_capacity_kva
    if base is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="contracted_capacity_kva")
    changes = [c for c in agreement.capacity_changes if _counts(c, period.start, min_days)]
    edges = [day for c in changes for day in (c.from_date, c.restored_date) if day is not None]
    runs: list[CapacityRun] = []
    for piece in period.split_at(*edges):
        kva = base + sum((c.kva_change for c in changes if _runs_on(c, piece.start)), Decimal(0))
        if runs and runs[-1].kva == kva:
            runs[-1] = CapacityRun(DatePeriod(runs[-1].period.start, piece.end), kva)
        else:
            runs.append(CapacityRun(DatePeriod(piece.start, piece.end), kva))
    return runs


def is_too_short(change: CapacityChange, min_days: int) -> bool:
    """Tell whether the change is a suspension that ended before the shortest time."""
    if change.kind is not CapacityChangeKind.SUSPENSION or change.restored_date is None:
        return False
    return (change.restored_date - change.from_date).days < min_days


def _counts(change: CapacityChange, period_start: date, min_days: int) -> bool:
    if change.kind is CapacityChangeKind.SUSPENSION:
        return not is_too_short(change, min_days)
    return change.from_date > period_start


def _runs_on(change: CapacityChange, day: date) -> bool:
    return change.from_date <= day and (change.restored_date is None or day < change.restored_date)


def _dated(period: DatePeriod) -> Text:
    last = period.end
    return Text(
        f"容量电费（{period.start:%m-%d} 起 {period.days} 天）",
        f"Capacity charge ({period.days} days, {period.start} to {last} exclusive)",
    )


def _warn_short_suspensions(case: Case, min_days: int) -> None:
    for change in case.request.agreement.capacity_changes:
        if is_too_short(change, min_days):
            case.warn(
                "SUSPENSION_TOO_SHORT",
                f"{change.from_date} 起的暂停不足 {min_days} 天，不减收容量电费。",
                f"The suspension from {change.from_date} lasted less than {min_days} days "
                "and does not reduce the charge.",
            )
