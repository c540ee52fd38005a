"""The billed quantities of an account from those of its points."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gridhall.rating.quantities.frame import Wanted
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.quantities.points import PointQuantities
from gridhall.rating.result import BilledQuantities, LineDemand, PeriodQuantity, RatioShare

ZERO = Decimal(0)


def summary(
    measured: Sequence[PointQuantities],
    wanted: Wanted,
    read_kwh: Decimal,
    active: Decimal,
    shares: Sequence[RatioShare],
    journal: Journal,
) -> BilledQuantities:
    """Return the sums over the points; the demands of several lines are added."""
    periods = [
        PeriodQuantity(
            period=p,
            kwh=sum([m.energy[p] for m in measured], ZERO),
            inputs=_ids(measured, p),
        )
        for p in wanted.periods
    ]
    return BilledQuantities(
        read_kwh=read_kwh,
        active_kwh=active,
        reactive_kvarh=sum((m.reactive for m in measured), ZERO) if wanted.reactive else None,
        demand_kw=sum((m.demand or ZERO for m in measured), ZERO) if wanted.demand else None,
        periods=tuple(periods),
        shares=tuple(shares),
        steps=tuple(journal.steps),
        demand_inputs=_ids(measured, "demand"),
        active_inputs=_ids(measured, "total"),
        reactive_inputs=_ids(measured, "reactive"),
        export_periods=_export(measured),
        demand_lines=_lines(measured) if wanted.demand else (),
        notices=tuple(journal.notices.values()),
    )


def _ids(measured: Sequence[PointQuantities], name: str) -> tuple[str, ...]:
    """Return the reads that a quantity comes from, each once."""
    if len(measured) == 1:
        return tuple(dict.fromkeys(measured[0].inputs.get(name, ())))
    return tuple(dict.fromkeys([i for m in measured for i in m.inputs.get(name, ())]))


def _export(measured: Sequence[PointQuantities]) -> tuple[PeriodQuantity, ...]:
    names = dict.fromkeys([name for m in measured for name in m.export])
    if not names:
        return ()
    ids = _ids(measured, "export")
    return tuple(
        PeriodQuantity(
            period=name,
            kwh=sum((m.export.get(name, ZERO) for m in measured), ZERO),
            inputs=ids,
        )
        for name in names
    )


def _lines(measured: Sequence[PointQuantities]) -> tuple[LineDemand, ...]:
    names = dict.fromkeys(m.line for m in measured if m.line)
    return tuple(
        LineDemand(
            line=name,
            kw=sum((m.demand or ZERO for m in measured if m.line == name), ZERO),
            inputs=_ids([m for m in measured if m.line == name], "demand"),
        )
        for name in names
    )
