"""The quantities of a whole period from those of its parts: what the law counts by the month."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gridhall.rating.result import BilledQuantities, LineDemand, PeriodQuantity

ZERO = Decimal(0)


def combined(parts: Sequence[BilledQuantities]) -> BilledQuantities:
    """Return the sum of the parts; the demand is the largest of them, not their sum."""
    if len(parts) == 1:
        return parts[0]
    return BilledQuantities(
        read_kwh=sum((p.read_kwh for p in parts), ZERO),
        active_kwh=sum((p.active_kwh for p in parts), ZERO),
        reactive_kvarh=_sum_of_some([p.reactive_kvarh for p in parts]),
        demand_kw=max((p.demand_kw for p in parts if p.demand_kw is not None), default=None),
        periods=_periods([p.periods for p in parts]),
        shares=tuple(share for p in parts for share in p.shares),
        steps=tuple(step for p in parts for step in p.steps),
        demand_inputs=_ids([p.demand_inputs for p in parts]),
        active_inputs=_ids([p.active_inputs for p in parts]),
        reactive_inputs=_ids([p.reactive_inputs for p in parts]),
        export_periods=_periods([p.export_periods for p in parts]),
        demand_lines=_lines([p.demand_lines for p in parts]),
        notices=tuple(dict.fromkeys(notice for p in parts for notice in p.notices)),
    )


def _sum_of_some(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, ZERO) if known else None


def _ids(groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _periods(groups: Sequence[tuple[PeriodQuantity, ...]]) -> tuple[PeriodQuantity, ...]:
    names = _ids([tuple(item.period for item in group) for group in groups])
    return tuple(
        PeriodQuantity(
            period=name,
            kwh=sum((i.kwh for group in groups for i in group if i.period == name), ZERO),
            inputs=_ids([i.inputs for group in groups for i in group if i.period == name]),
        )
        for name in names
    )


def _lines(groups: Sequence[tuple[LineDemand, ...]]) -> tuple[LineDemand, ...]:
    found: dict[str, LineDemand] = {}
    for group in groups:
        for item in group:
            best = found.get(item.line)
            if best is None or item.kw > best.kw:
                found[item.line] = item
    return tuple(found.values())
