"""Corrections of metered energy: meter errors, wrong wiring or multipliers, true-ups.

What has to be added or taken away was found elsewhere (see ``rating.claims``); here it enters the
quantities with its own arithmetic as trace.
"""

from __future__ import annotations

from gridhall.rating.errors import INCONSISTENT_POINTS, Hold
from gridhall.rating.law import Law
from gridhall.rating.quantities.frame import Wanted
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.quantities.losses import spread
from gridhall.rating.quantities.points import PointQuantities
from gridhall.rating.request import Correction, CorrectionKind
from gridhall.rating.result import Text

NAMES = {
    CorrectionKind.METER_ERROR: Text("计量误差退补电量", "correction for a meter error"),
    CorrectionKind.WIRING: Text("错误接线退补电量", "correction for wrong wiring"),
    CorrectionKind.MULTIPLIER: Text("倍率差错退补电量", "correction for a wrong multiplier"),
    CorrectionKind.TRUE_UP: Text("估抄电量清算", "true-up of estimated reads"),
    CorrectionKind.OTHER: Text("退补电量", "correction of energy"),
}


def correct(
    found: PointQuantities, item: Correction, wanted: Wanted, law: Law, journal: Journal
) -> None:
    """Add the correction to its period, to the reactive energy, or to all periods as read."""
    if item.period == "reactive":
        found.reactive += item.kwh
    elif item.period in found.energy:
        found.energy[item.period] += item.kwh
    elif item.period == "total":
        spread(found, item.kwh, dict(found.energy), wanted, law)
    else:
        problem = f"{found.mp_no}: a correction of the period {item.period}, which is not billed"
        raise Hold(INCONSISTENT_POINTS, problem=problem)
    journal.step(
        "CORRECTION",
        item.period,
        item.kwh,
        "kvarh" if item.period == "reactive" else "kWh",
        NAMES[item.kind],
        item.numbers or f"{item.kwh:+f}",
        mp_no=found.mp_no,
        inputs=(item.reference,) if item.reference else (),
    )
