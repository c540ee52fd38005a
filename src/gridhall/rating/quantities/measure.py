"""Stage one: from readings to billed quantities, in the order of rule 10."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.errors import INCONSISTENT_POINTS, Hold
from gridhall.rating.law import Law
from gridhall.rating.quantities import corrections, losses, shares
from gridhall.rating.quantities.export import has_export, measure_export
from gridhall.rating.quantities.frame import Wanted, days_of, wanted_by
from gridhall.rating.quantities.intervals import measure_intervals
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.quantities.points import PointQuantities, measure_point
from gridhall.rating.quantities.summary import summary
from gridhall.rating.request import MeteringPoint, PointRole, RatingRequest
from gridhall.rating.result import BilledQuantities, RatioShare

ZERO = Decimal(0)
WITHOUT_METER = (PointRole.RATIO, PointRole.FIXED)
Measured = dict[str, PointQuantities]


def measure(request: RatingRequest, law: Law) -> BilledQuantities:
    """Return what is to be priced, every step explained.

    (a) read quantities and their corrections, (b) less sub-meters, (c) plus line and transformer
    loss, (d) shares at other price classes apart. Raises ``Hold`` where rules 3 and 4 demand it.
    """
    wanted = wanted_by(request, law)
    journal = Journal()
    own = {p.mp_no: p for p in request.points if _is_own(p, request)}
    if not own:
        raise Hold(INCONSISTENT_POINTS, problem=f"{request.account_no} has no metering point")
    measured = {mp_no: _point(p, request, wanted, law, journal) for mp_no, p in own.items()}
    read_kwh = sum([m.read_total for m in measured.values()], ZERO)
    others = len(own) < len(request.points)  # sub-meters and shares
    found = _subtract_subs(request, own, measured, wanted, law, journal) if others else []
    for mp_no, point in own.items():
        if point.line_loss_pct is not None or point.loss is not None:
            _add_losses(point, measured[mp_no], request, wanted, law, journal)
    active = sum([m.total for m in measured.values()], ZERO)
    if others:
        active += sum((share.kwh for share in found), ZERO)
        found += _take_shares(request, measured, wanted, law, journal)
    return summary(list(measured.values()), wanted, read_kwh, active, found, journal)


def _point(
    point: MeteringPoint, request: RatingRequest, wanted: Wanted, law: Law, journal: Journal
) -> PointQuantities:
    """Return what the point measured, corrected."""
    if point.intervals is not None:
        found = measure_intervals(point, request, wanted, law, journal)
    else:
        found = measure_point(point, wanted, law, journal)
    for item in point.corrections:
        corrections.correct(found, item, wanted, law, journal)
    if has_export(point):
        measure_export(found, point, request, wanted, law, journal)
    return found


def _is_own(point: MeteringPoint, request: RatingRequest) -> bool:
    """Tell whether the point's use is billed to this account.

    A sub point is own only in the request of its own account, where its master is not listed.
    """
    if point.role is PointRole.SUB:
        listed = any(p.mp_no == point.parent_mp_no for p in request.points)
        return point.account_no in ("", request.account_no) and not listed
    return point.role not in WITHOUT_METER


def _subtract_subs(
    request: RatingRequest,
    own: dict[str, MeteringPoint],
    measured: Measured,
    wanted: Wanted,
    law: Law,
    journal: Journal,
) -> list[RatioShare]:
    """Take sub-meters off their masters; those of this account come back as shares."""
    bare = Wanted(tou=wanted.tou, reactive=wanted.reactive, demand=False)
    found = []
    for point in request.points:
        if point.role is not PointRole.SUB or point.mp_no in own:
            continue
        master = measured.get(point.parent_mp_no)
        if master is None:
            problem = f"the master of sub point {point.mp_no} is not listed"
            raise Hold(INCONSISTENT_POINTS, problem=problem)
        at_home = bool(point.price_class) and point.account_no in ("", request.account_no)
        asked = Wanted(tou=wanted.tou, reactive=False, demand=False) if at_home else bare
        sub = _point(point, request, asked, law, journal)
        shares.subtract_sub(master, sub, journal)
        if at_home:
            found.append(shares.of_sub(point, sub))
    return found


def _add_losses(
    point: MeteringPoint,
    found: PointQuantities,
    request: RatingRequest,
    wanted: Wanted,
    law: Law,
    journal: Journal,
) -> None:
    if point.line_loss_pct is not None:
        losses.add_line_loss(found, point.line_loss_pct, wanted, law, journal)
    if point.loss is not None:
        days = losses.days_served(point, days_of(request))
        losses.add_transformer_loss(
            found, point.loss, days=days, wanted=wanted, law=law, journal=journal
        )


def _take_shares(
    request: RatingRequest, measured: Measured, wanted: Wanted, law: Law, journal: Journal
) -> list[RatioShare]:
    """Return fixed and ratio shares; those behind one meter all take from its full use."""
    found = []
    whole = {mp_no: dict(m.energy) for mp_no, m in measured.items()}
    percent: dict[str, Decimal] = {}
    points = [p for p in request.points if p.role in WITHOUT_METER]
    for point in sorted(points, key=_fixed_first):
        parent = measured.get(point.parent_mp_no)
        if parent is None:
            problem = f"the parent of ratio point {point.mp_no} is not listed"
            raise Hold(INCONSISTENT_POINTS, problem=problem)
        of = whole[parent.mp_no]
        if point.role is PointRole.FIXED:
            share = shares.take_fixed(
                point, parent, of, request=request, wanted=wanted, law=law, journal=journal
            )
        else:
            _refuse_over_hundred(point, percent)
            share = shares.take_ratio(point, parent, of, law, journal)
        found.append(share)
    return found


def _refuse_over_hundred(point: MeteringPoint, percent: dict[str, Decimal]) -> None:
    parent = point.parent_mp_no
    percent[parent] = percent.get(parent, ZERO) + (point.ratio_pct or ZERO)
    if percent[parent] > losses.HUNDRED:
        problem = f"the ratio points of {parent} take more than 100 %"
        raise Hold(INCONSISTENT_POINTS, problem=problem)


def _fixed_first(point: MeteringPoint) -> bool:
    return point.role is not PointRole.FIXED
