"""Rules 10 b–d and 11: sub-meters, transformer loss, ratio shares."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from gridhall.kernel.quantities import whole_half_up
from gridhall.rating import wording
from gridhall.rating.books.schema import TimeOfUse
from gridhall.rating.errors import INCONSISTENT_POINTS, NEGATIVE_CONSUMPTION, Hold
from gridhall.rating.law import Law
from gridhall.rating.quantities.points import PointQuantities
from gridhall.rating.request import MeteringPoint, TransformerLoss
from gridhall.rating.result import RatioShare, Step, Text, Trace

HUNDRED = Decimal(100)
QUANTITY_RULES: dict[str, Callable[[Decimal], Decimal]] = {"whole_half_up": whole_half_up}


def subtract_sub(master: PointQuantities, sub: PointQuantities, steps: list[Step]) -> None:
    """Take the sub-meter's quantities off the master's, period by period and reactive.

    Holds the bill (``NEGATIVE_CONSUMPTION``) if less than nothing is left.
    """
    num = wording.num
    for period, used in sub.energy.items():
        before = master.energy[period]
        left = before - used
        if left < -(master.slack_kwh + sub.slack_kwh):
            raise Hold(
                NEGATIVE_CONSUMPTION,
                where=f"{master.mp_no} − {sub.mp_no} {period}",
                opening=num(used),
                closing=num(before),
            )
        master.energy[period] = left
        master.inputs[period] = master.inputs.get(period, ()) + sub.inputs.get(period, ())
        numbers = f"{num(before)} − {num(used)} = {num(left)}"
        steps.append(_step("SUB_METER", period, left, "kWh", "sub", numbers, master.mp_no))
    if "reactive" in sub.inputs:
        before = master.reactive
        master.reactive -= sub.reactive
        if master.reactive < 0:
            raise Hold(
                NEGATIVE_CONSUMPTION,
                where=f"{master.mp_no} − {sub.mp_no} reactive",
                opening=num(sub.reactive),
                closing=num(before),
            )
        master.inputs["reactive"] = master.inputs["reactive"] + sub.inputs["reactive"]
        numbers = f"{num(before)} − {num(sub.reactive)} = {num(master.reactive)}"
        left = master.reactive
        steps.append(_step("SUB_METER", "reactive", left, "kvarh", "sub", numbers, master.mp_no))


def add_loss(
    point: PointQuantities,
    loss: TransformerLoss,
    *,
    tou: TimeOfUse | None,
    days: int,
    law: Law,
    steps: list[Step],
) -> None:
    """Add the loss of a transformer in front of the meter (高供低计).

    Active loss is spread over the periods in proportion to the read energy, each rounded to
    whole kWh; the residual period takes the remainder.
    """
    rule = law.convention("quantity_rounding")
    whole = QUANTITY_RULES[str(rule.value)]
    read = point.read_total
    hours = Decimal(24 * days)
    active = whole(loss.p0_kw * hours + loss.load_active_pct * read / HUNDRED)
    reactive = whole(loss.q0_kvar * hours + loss.load_reactive_pct * read / HUNDRED)
    point.reactive += reactive
    residual = tou.residual if tou else "total"
    rest = active
    for period in point.energy:
        if period != residual and read > 0:
            share = whole(active * point.read[period] / read)
            point.energy[period] += share
            rest -= share
    point.energy[residual] += rest
    num = wording.num
    for name, p0, pct, value, unit in (
        ("total", loss.p0_kw, loss.load_active_pct, active, "kWh"),
        ("reactive", loss.q0_kvar, loss.load_reactive_pct, reactive, "kvarh"),
    ):
        numbers = f"{num(p0)} × 24 × {days} + {num(read)} × {num(pct)} % ≈ {num(value)}"
        step = _step("TRANSFORMER_LOSS", name, value, unit, "loss_active", numbers, point.mp_no)
        steps.append(step)


def take_ratio(
    point: MeteringPoint,
    parent: PointQuantities,
    of: dict[str, Decimal],
    law: Law,
    steps: list[Step],
) -> RatioShare:
    """Take the ratio point's share off its parent, each period rounded to whole kWh.

    ``of`` is the parent's energy by period before any ratio point took its share.
    """
    if point.ratio_pct is None or not point.price_class:
        problem = f"{point.mp_no} needs ratio_pct and price_class"
        raise Hold(INCONSISTENT_POINTS, problem=problem)
    whole = QUANTITY_RULES[str(law.convention("quantity_rounding").value)]
    share, inputs = Decimal(0), set[str]()
    texts = []
    for period, energy in of.items():
        part = whole(point.ratio_pct * energy / HUNDRED)
        texts.append(f"{wording.num(energy)} × {wording.num(point.ratio_pct)} % ≈ {part}")
        parent.energy[period] -= part
        share += part
        inputs.update(parent.inputs.get(period, ()))
    numbers = "; ".join(texts) + f"; Σ = {wording.num(share)}"
    steps.append(_step("RATIO_SHARE", "total", share, "kWh", "ratio", numbers, point.mp_no))
    return RatioShare(
        mp_no=point.mp_no,
        price_class=point.price_class,
        kwh=share,
        ratio_pct=point.ratio_pct,
        inputs=tuple(sorted(inputs)),
    )


def _step(
    code: str, name: str, value: Decimal, unit: str, formula: str, numbers: str, mp_no: str
) -> Step:
    description: Text = wording.PERIOD_NAMES[name]
    trace = Trace(words=wording.FORMULAS[formula], numbers=wording.both(numbers))
    return Step(
        code=code, description=description, value=value, unit=unit, mp_no=mp_no, trace=trace
    )
