"""Energy fed into the grid: reverse registers or reverse intervals, by period where it is known."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.law import Law
from gridhall.rating.quantities import registers
from gridhall.rating.quantities.frame import Wanted
from gridhall.rating.quantities.intervals import by_period
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.quantities.points import PointQuantities
from gridhall.rating.request import MeteringPoint, RatingRequest

ZERO = Decimal(0)
EXPORT = "export_"


def measure_export(
    found: PointQuantities,
    point: MeteringPoint,
    request: RatingRequest,
    wanted: Wanted,
    law: Law,
    journal: Journal,
) -> None:
    """Add the energy the point fed in; nothing if no register or interval counts it."""
    if point.reverse_intervals is not None:
        series = point.reverse_intervals
        found.export = by_period(series, request, wanted, law, name=point.mp_no)
        found.inputs["export"] = (series.series_id,)
        return
    for meter in point.meters:
        names = [n for n in _names(wanted) if registers.find(meter, EXPORT + n) is not None]
        for name in names:
            moved = registers.difference(meter, EXPORT + name, law)
            quantity = moved.difference * meter.multiplier
            found.export[name] = found.export.get(name, ZERO) + quantity
            found.inputs["export"] = found.inputs.get("export", ()) + moved.inputs
            registers.write_step(journal, moved, meter, mp_no=point.mp_no, quantity=quantity)


def _names(wanted: Wanted) -> tuple[str, ...]:
    """Return the periods of export; ``total`` is read where the price class has no periods."""
    return wanted.periods


def has_export(point: MeteringPoint) -> bool:
    """Tell whether the point counts energy fed in."""
    if point.reverse_intervals is not None:
        return True
    for meter in point.meters:
        for use in meter.registers:
            if use.register.startswith("rev_active"):
                return True
    return False
