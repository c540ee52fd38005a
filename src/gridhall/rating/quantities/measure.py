"""Stage one: from readings to billed quantities, in the order of rule 10."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.errors import INCONSISTENT_POINTS, Hold
from gridhall.rating.law import Law
from gridhall.rating.quantities import adjustments
from gridhall.rating.quantities.points import PointQuantities, Wanted, measure_point
from gridhall.rating.request import BillingMethod, MeteringPoint, PointRole, RatingRequest
from gridhall.rating.result import BilledQuantities, PeriodQuantity, RatioShare, Step

ZERO = Decimal(0)


def measure(request: RatingRequest, law: Law) -> BilledQuantities:
    """Return what is to be priced, every step explained.

    (a) read quantities, (b) less sub-meters, (c) plus transformer loss, (d) ratio shares apart.
    Raises ``Hold`` where rules 3 and 4 demand it.
    """
    wanted = _wanted(request, law)
    steps: list[Step] = []
    own = {p.mp_no: p for p in request.points if _is_own(p, request)}
    if not own:
        raise Hold(INCONSISTENT_POINTS, problem=f"{request.account_no} has no metering point")
    measured = {mp_no: measure_point(p, wanted, law, steps) for mp_no, p in own.items()}
    read_kwh = sum((m.read_total for m in measured.values()), ZERO)
    _subtract_subs(request, own, measured, wanted, law, steps)
    days = (request.period_end - request.period_start).days
    for mp_no, point in own.items():
        if point.loss is not None:
            adjustments.add_loss(
                measured[mp_no], point.loss, tou=wanted.tou, days=days, law=law, steps=steps
            )
    active = sum((m.total for m in measured.values()), ZERO)
    shares = _take_ratios(request, measured, law, steps)
    return _summary(list(measured.values()), wanted, read_kwh, active, shares, steps)


def _wanted(request: RatingRequest, law: Law) -> Wanted:
    agreement = request.agreement
    tou = law.plan.tou
    # A price class that exists only with time of use (no price without) always needs it.
    methods = {charge.method for charge in law.plan.charges}
    by_time = tou is not None and (agreement.tou or "tou_annual_tiers" in methods)
    return Wanted(
        tou=tou if by_time else None,
        reactive=agreement.pf_standard is not None,
        demand=agreement.billing_method == BillingMethod.TWO_DEMAND,
    )


def _is_own(point: MeteringPoint, request: RatingRequest) -> bool:
    """Tell whether the point's use is billed to this account.

    A sub point is own only in the request of its own account, where its master is not listed.
    """
    if point.role is PointRole.SUB:
        listed = any(p.mp_no == point.parent_mp_no for p in request.points)
        return point.account_no in ("", request.account_no) and not listed
    return point.role is not PointRole.RATIO


def _subtract_subs(
    request: RatingRequest,
    own: dict[str, MeteringPoint],
    measured: dict[str, PointQuantities],
    wanted: Wanted,
    law: Law,
    steps: list[Step],
) -> None:
    bare = Wanted(tou=wanted.tou, reactive=wanted.reactive, demand=False)
    for point in request.points:
        if point.role is not PointRole.SUB or point.mp_no in own:
            continue
        master = measured.get(point.parent_mp_no)
        if master is None:
            problem = f"the master of sub point {point.mp_no} is not listed"
            raise Hold(INCONSISTENT_POINTS, problem=problem)
        adjustments.subtract_sub(master, measure_point(point, bare, law, steps), steps)


def _take_ratios(
    request: RatingRequest, measured: dict[str, PointQuantities], law: Law, steps: list[Step]
) -> list[RatioShare]:
    """Return the share of each ratio point; those behind one meter all take from its full use."""
    shares = []
    whole = {mp_no: dict(found.energy) for mp_no, found in measured.items()}
    percent: dict[str, Decimal] = {}
    for point in request.points:
        if point.role is not PointRole.RATIO:
            continue
        parent = measured.get(point.parent_mp_no)
        if parent is None:
            problem = f"the parent of ratio point {point.mp_no} is not listed"
            raise Hold(INCONSISTENT_POINTS, problem=problem)
        percent[parent.mp_no] = percent.get(parent.mp_no, ZERO) + (point.ratio_pct or ZERO)
        if percent[parent.mp_no] > adjustments.HUNDRED:
            problem = f"the ratio points of {parent.mp_no} take more than 100 %"
            raise Hold(INCONSISTENT_POINTS, problem=problem)
        shares.append(adjustments.take_ratio(point, parent, whole[parent.mp_no], law, steps))
    return shares


def _summary(
    measured: list[PointQuantities],
    wanted: Wanted,
    read_kwh: Decimal,
    active: Decimal,
    shares: list[RatioShare],
    steps: list[Step],
) -> BilledQuantities:
    def ids(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(i for m in measured for i in m.inputs.get(name, ())))

    periods = tuple(
        PeriodQuantity(period=p, kwh=sum((m.energy[p] for m in measured), ZERO), inputs=ids(p))
        for p in wanted.periods
    )
    return BilledQuantities(
        read_kwh=read_kwh,
        active_kwh=active,
        reactive_kvarh=sum((m.reactive for m in measured), ZERO) if wanted.reactive else None,
        demand_kw=sum((m.demand or ZERO for m in measured), ZERO) if wanted.demand else None,
        periods=periods,
        shares=tuple(shares),
        steps=tuple(steps),
        demand_inputs=ids("demand"),
        active_inputs=ids("total"),
        reactive_inputs=ids("reactive"),
    )
