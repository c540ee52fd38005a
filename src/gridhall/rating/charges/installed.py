"""Which capacity is charged on which days: transformers, their states, and every change.

A day counts whole, however few hours of it were used. See ``docs/explanation/two-part.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from gridhall.kernel.periods import DatePeriod, months_later
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, INCONSISTENT_POINTS, Hold
from gridhall.rating.request import (
    Agreement,
    CapacityChange,
    CapacityChangeKind,
    Equipment,
    Transformer,
    TransformerState,
)

ZERO = Decimal(0)
Kind = CapacityChangeKind
#: Changes for a time: they are listed while they run, even if they began before the period.
FOR_A_TIME = (Kind.SUSPENSION, Kind.TEMPORARY_REDUCTION, Kind.SWAP)
#: Changes for a time that reduce nothing if they were too short.
NEED_DAYS = (Kind.SUSPENSION, Kind.TEMPORARY_REDUCTION)
CHARGED = (TransformerState.RUNNING, TransformerState.HOT_STANDBY, TransformerState.COLD_STANDBY)


@dataclass(frozen=True, slots=True)
class CapacityRun:
    """Hold a run of days with the same charged capacity."""

    period: DatePeriod
    kva: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold what the law asks of a suspension: its shortest time, the most of a calendar year."""

    min_days: int = 0
    max_months: int | None = None


def capacity_runs(
    agreement: Agreement,
    period: DatePeriod,
    *,
    limits: Limits,
    terms_from: date | None = None,
) -> list[CapacityRun]:
    """Return the charged capacity over the period as runs of days.

    A suspension shorter than the limit changes nothing; one without a restored date still runs;
    what exceeds the months of a calendar year is charged again. An increase, a reduction for
    good, a restoring or a new connection counts if it lies after ``terms_from``, the day for
    which the agreement states the capacity. Raises ``Hold`` without capacity.
    """
    if agreement.contracted_capacity_kva is None and not agreement.transformers:
        raise Hold(AGREEMENT_INCOMPLETE, field="contracted_capacity_kva")
    since = terms_from or period.start
    changes = _changes(agreement.capacity_changes, period, limits, since)
    runs: list[CapacityRun] = []
    for piece in period.split_at(*_edges(agreement.transformers, changes)):
        kva = _on(agreement, changes, piece.start)
        if runs and runs[-1].kva == kva:
            runs[-1] = CapacityRun(DatePeriod(runs[-1].period.start, piece.end), kva)
        else:
            runs.append(CapacityRun(DatePeriod(piece.start, piece.end), kva))
    return runs


def is_too_short(change: CapacityChange, min_days: int) -> bool:
    """Tell whether the change is a suspension that ended before the shortest time."""
    if change.kind not in NEED_DAYS or change.restored_date is None:
        return False
    return (change.restored_date - change.from_date).days < min_days


def over_the_year(
    changes: Iterable[CapacityChange], period: DatePeriod, limits: Limits
) -> list[CapacityChange]:
    """Return the suspensions, each cut where the months of its calendar year are used up.

    A suspension that runs over the new year has fresh months from 1 January.
    """
    found: list[CapacityChange] = []
    used: dict[int, int] = {}
    for change in sorted(changes, key=_from):
        if change.kind is not Kind.SUSPENSION or limits.max_months is None:
            continue
        end = change.restored_date or period.end or change.from_date
        for year in range(change.from_date.year, end.year + 1):
            start = max(change.from_date, date(year, 1, 1))
            stop = min(end, date(year + 1, 1, 1))
            free = months_later(start, limits.max_months) - timedelta(days=used.get(year, 0))
            free = max(start, min(stop, free))
            used[year] = used.get(year, 0) + (free - start).days
            if start < free:
                found.append(replace(change, from_date=start, restored_date=free))
    return found


def transformers_on(transformers: Iterable[Transformer], day: date) -> Decimal:
    """Return the capacity charged that day: all but sealed units, of an interlock the largest."""
    total = ZERO
    groups: dict[str, Decimal] = {}
    for unit in transformers:
        if unit.equipment is Equipment.COMPENSATOR or unit.state not in CHARGED:
            continue
        if not _stands(unit, day):
            continue
        if unit.interlock:
            groups[unit.interlock] = max(groups.get(unit.interlock, ZERO), unit.kva)
        else:
            total += unit.kva
    return total + sum(groups.values(), ZERO)


def _changes(
    changes: Iterable[CapacityChange], period: DatePeriod, limits: Limits, since: date
) -> list[CapacityChange]:
    counted = [
        c for c in changes if c.kind in FOR_A_TIME or c.from_date > since or c.kind is Kind.CLOSE
    ]
    counted = [c for c in counted if not is_too_short(c, limits.min_days)]
    if limits.max_months is None:
        return counted
    others = [c for c in counted if c.kind is not Kind.SUSPENSION]
    return others + over_the_year(counted, period, limits)


def _edges(transformers: Iterable[Transformer], changes: Iterable[CapacityChange]) -> list[date]:
    days = [day for c in changes for day in (c.from_date, c.restored_date)]
    days += [day for unit in transformers for day in (unit.from_date, unit.to_date)]
    return [day for day in days if day is not None]


def _on(agreement: Agreement, changes: Iterable[CapacityChange], day: date) -> Decimal:
    running = [c for c in changes if _runs_on(c, day)]
    if any(c.kind is Kind.CLOSE for c in running):
        return ZERO
    base = agreement.contracted_capacity_kva or ZERO
    if agreement.transformers:
        base = transformers_on(agreement.transformers, day)
    kva = base + sum((c.kva_change for c in running), ZERO)
    if kva < 0:
        problem = f"on {day} more capacity is taken away than there is"
        raise Hold(INCONSISTENT_POINTS, problem=problem)
    return kva


def _runs_on(change: CapacityChange, day: date) -> bool:
    return change.from_date <= day and (change.restored_date is None or day < change.restored_date)


def _stands(unit: Transformer, day: date) -> bool:
    return (unit.from_date is None or unit.from_date <= day) and (
        unit.to_date is None or day < unit.to_date
    )


def _from(change: CapacityChange) -> date:
    return change.from_date
