"""Rules 10 b, d and 11: sub-meters, and shares that are billed at another price class.

A share is a ratio (定比), a fixed quantity (定量) or a sub-meter of the same account. Fixed
quantities come off first, then the ratios, all of the parent's use before any of them.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from gridhall.kernel.periods import DatePeriod
from gridhall.rating import wording
from gridhall.rating.errors import INCONSISTENT_POINTS, NEGATIVE_CONSUMPTION, Hold
from gridhall.rating.law import Law
from gridhall.rating.quantities.frame import Wanted, day_periods, days_of
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.quantities.losses import HUNDRED, month_share, rounding_of
from gridhall.rating.quantities.points import PointQuantities
from gridhall.rating.request import MeteringPoint, RatingRequest
from gridhall.rating.result import PeriodQuantity, RatioShare, Text

ZERO = Decimal(0)
FIXED = Text("每月定量 × 当月份额", "fixed monthly quantity × share of the month")


def subtract_sub(master: PointQuantities, sub: PointQuantities, journal: Journal) -> None:
    """Take the sub-meter's quantities off the master's, period by period and reactive.

    Holds the bill (``NEGATIVE_CONSUMPTION``) if less than nothing is left.
    """
    for period, used in sub.energy.items():
        before = master.energy[period]
        left = before - used
        _refuse_less(master, sub, period, used, left, slack=master.slack_kwh + sub.slack_kwh)
        master.energy[period] = left
        master.inputs[period] = master.inputs.get(period, ()) + sub.inputs.get(period, ())
        _sub_step(master.mp_no, period, before, used, "kWh", journal)
    if "reactive" in sub.inputs:
        before = master.reactive
        master.reactive -= sub.reactive
        _refuse_less(master, sub, "reactive", sub.reactive, master.reactive, slack=ZERO)
        master.inputs["reactive"] = master.inputs.get("reactive", ()) + sub.inputs["reactive"]
        _sub_step(master.mp_no, "reactive", before, sub.reactive, "kvarh", journal)


def of_sub(point: MeteringPoint, found: PointQuantities) -> RatioShare:
    """Return a sub-meter of the same account as a share at its own price class."""
    return _share(point, found.energy, tuple(dict.fromkeys(found.inputs.get("total", ()))))


def take_ratio(
    point: MeteringPoint,
    parent: PointQuantities,
    of: dict[str, Decimal],
    law: Law,
    journal: Journal,
) -> RatioShare:
    """Take the ratio point's share off its parent, each period rounded to whole kWh.

    ``of`` is the parent's energy by period before any point took its share.
    """
    if point.ratio_pct is None or not point.price_class:
        problem = f"{point.mp_no} needs ratio_pct and price_class"
        raise Hold(INCONSISTENT_POINTS, problem=problem)
    whole, num = rounding_of(law), wording.num
    parts = {period: whole(point.ratio_pct * kwh / HUNDRED) for period, kwh in of.items()}
    texts = [f"{num(of[p])} × {num(point.ratio_pct)} % ≈ {part}" for p, part in parts.items()]
    numbers = "; ".join(texts) + f"; Σ = {num(sum(parts.values(), ZERO))}"
    return _take(point, parent, parts, "RATIO_SHARE", "ratio", numbers, journal)


def take_fixed(
    point: MeteringPoint,
    parent: PointQuantities,
    of: dict[str, Decimal],
    *,
    request: RatingRequest,
    wanted: Wanted,
    law: Law,
    journal: Journal,
) -> RatioShare:
    """Take a fixed monthly quantity off its parent, never more than the parent has.

    Over the periods it is divided as the parent's use (``proportional``), all from the residual
    period (``residual``) or evenly over the hours (``by_hours``), as the book says.
    """
    if point.fixed_kwh is None or not point.price_class:
        problem = f"{point.mp_no} needs fixed_kwh and price_class"
        raise Hold(INCONSISTENT_POINTS, problem=problem)
    share, text = month_share(days_of(request), law)
    left = {period: parent.energy[period] for period in of}
    asked = rounding_of(law)(point.fixed_kwh * share)
    kwh = max(ZERO, min(asked, sum(left.values(), ZERO)))
    weights = _weights(of, request, wanted, law)
    parts = _divide(kwh, weights, left, wanted, law)
    numbers = f"{wording.num(point.fixed_kwh)} × ({text}) ≈ {wording.num(asked)}"
    if kwh != asked:
        numbers += f" > {wording.num(kwh)}"
        journal.notice(
            "FIXED_QUANTITY_EXCEEDS_METER",
            f"{point.mp_no} 的定量 {asked} 大于总表电量，按总表电量 {kwh} 计。",
            f"The fixed quantity {asked} of {point.mp_no} exceeds its meter; {kwh} kWh are billed.",
        )
    return _take(point, parent, parts, "FIXED_SHARE", FIXED, numbers, journal)


def _weights(
    of: dict[str, Decimal], request: RatingRequest, wanted: Wanted, law: Law
) -> dict[str, Decimal]:
    """Return how a fixed quantity falls on the periods."""
    rule = law.rule("fixed_split", "proportional")
    if wanted.tou is None or rule == "proportional":
        return {period: max(kwh, ZERO) for period, kwh in of.items()}
    if rule == "residual":
        return {period: Decimal(period == wanted.tou.residual) for period in of}
    slots: Counter[str] = Counter()
    days: DatePeriod = days_of(request)
    for number in range(days.days):
        slots.update(day_periods(request, law, wanted.tou, days.start + timedelta(days=number)))
    return {period: Decimal(slots[period]) for period in of}


def _divide(
    kwh: Decimal,
    weights: dict[str, Decimal],
    left: dict[str, Decimal],
    wanted: Wanted,
    law: Law,
) -> dict[str, Decimal]:
    """Return the parts by weight, none above what is left; the rest goes where there is room."""
    whole, total = rounding_of(law), sum(weights.values(), ZERO)
    residual = wanted.tou.residual if wanted.tou else "total"
    parts = dict.fromkeys(left, ZERO)
    for period in left:
        if period != residual and total > 0:
            parts[period] = max(ZERO, min(whole(kwh * weights[period] / total), left[period]))
    for period in (residual, *left):
        rest = kwh - sum(parts.values(), ZERO)
        parts[period] += min(rest, left[period] - parts[period])
    return parts


def _take(
    point: MeteringPoint,
    parent: PointQuantities,
    parts: dict[str, Decimal],
    code: str,
    words: str | Text,
    numbers: str,
    journal: Journal,
) -> RatioShare:
    for period, part in parts.items():
        parent.energy[period] -= part
    ids = {i for period in parts for i in parent.inputs.get(period, ())}
    share = _share(point, parts, tuple(sorted(ids)))
    journal.step(code, "total", share.kwh, "kWh", words, numbers, mp_no=point.mp_no)
    return share


def _share(point: MeteringPoint, parts: dict[str, Decimal], inputs: tuple[str, ...]) -> RatioShare:
    return RatioShare(
        mp_no=point.mp_no,
        price_class=point.price_class,
        kwh=sum(parts.values(), ZERO),
        ratio_pct=point.ratio_pct,
        inputs=inputs,
        periods=tuple(PeriodQuantity(period=p, kwh=kwh, inputs=inputs) for p, kwh in parts.items()),
    )


def _refuse_less(
    master: PointQuantities,
    sub: PointQuantities,
    name: str,
    used: Decimal,
    left: Decimal,
    *,
    slack: Decimal,
) -> None:
    if left < -slack:
        raise Hold(
            NEGATIVE_CONSUMPTION,
            where=f"{master.mp_no} − {sub.mp_no} {name}",
            opening=wording.num(used),
            closing=wording.num(left + used),
        )


def _sub_step(
    mp_no: str, name: str, before: Decimal, used: Decimal, unit: str, journal: Journal
) -> None:
    num = wording.num
    numbers = f"{num(before)} − {num(used)} = {num(before - used)}"
    journal.step("SUB_METER", name, before - used, unit, "sub", numbers, mp_no=mp_no)
