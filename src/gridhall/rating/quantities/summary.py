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
    whole = measured[0] if len(measured) == 1 else _together(measured)
    inputs = {name: tuple(dict.fromkeys(ids)) for name, ids in whole.inputs.items()}
    periods = [
        PeriodQuantity(period=p, kwh=whole.energy[p], inputs=inputs.get(p, ()))
        for p in wanted.periods
    ]
    return BilledQuantities(
        read_kwh=read_kwh,
        active_kwh=active,
        reactive_kvarh=whole.reactive if wanted.reactive else None,
        demand_kw=ZERO + (whole.demand or ZERO) if wanted.demand else None,
        periods=tuple(periods),
        shares=tuple(shares),
        steps=tuple(journal.steps),
        demand_inputs=inputs.get("demand", ()),
        active_inputs=inputs.get("total", ()),
        reactive_inputs=inputs.get("reactive", ()),
        export_periods=_export(whole, inputs.get("export", ())) if whole.export else (),
        demand_lines=_lines(measured) if wanted.demand else (),
        notices=tuple(journal.notices.values()),
    )


def _together(measured: Sequence[PointQuantities]) -> PointQuantities:
    """Return several points as one."""
    whole = PointQuantities(mp_no="", energy={}, read={})
    for point in measured:
        for energy, part in ((whole.energy, point.energy), (whole.export, point.export)):
            for name, kwh in part.items():
                energy[name] = energy.get(name, ZERO) + kwh
        whole.reactive += point.reactive
        whole.demand = (whole.demand or ZERO) + (point.demand or ZERO)
        for name, ids in point.inputs.items():
            whole.inputs[name] = whole.inputs.get(name, ()) + ids
    return whole


def _export(whole: PointQuantities, ids: tuple[str, ...]) -> tuple[PeriodQuantity, ...]:
    return tuple(
        PeriodQuantity(period=name, kwh=kwh, inputs=ids) for name, kwh in whole.export.items()
    )


def _ids(measured: Sequence[PointQuantities], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for m in measured for i in m.inputs.get(name, ())))


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
