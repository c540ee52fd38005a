"""Rules 2, 4 and 5: what one metering point measured, meter exchanges included."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import TimeOfUse
from gridhall.rating.errors import (
    NEGATIVE_CONSUMPTION,
    READING_MISSING,
    REGISTER_SUM_MISMATCH,
    Hold,
)
from gridhall.rating.law import Law, as_number
from gridhall.rating.quantities import registers
from gridhall.rating.request import MeteringPoint, MeterUse
from gridhall.rating.result import Step, Trace

ZERO = Decimal(0)
Inputs = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Say which registers a bill needs: by the contract, not by what the meter happens to have."""

    tou: TimeOfUse | None
    reactive: bool
    demand: bool

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the periods that are billed; ``total`` alone without time of use."""
        return self.tou.periods if self.tou else ("total",)


@dataclass(slots=True)
class PointQuantities:
    """Hold the quantities of one point while the rules of the next stages change them."""

    mp_no: str
    energy: dict[str, Decimal]
    read: dict[str, Decimal]
    reactive: Decimal = ZERO
    demand: Decimal | None = None
    inputs: Inputs = field(default_factory=dict)
    slack_kwh: Decimal = ZERO  # how far registers cut at two decimals may contradict each other

    @property
    def total(self) -> Decimal:
        """Return the active energy of all periods."""
        return sum(self.energy.values(), ZERO)

    @property
    def read_total(self) -> Decimal:
        """Return the active energy as read (rule 10 a)."""
        return sum(self.read.values(), ZERO)


def measure_point(
    point: MeteringPoint, wanted: Wanted, law: Law, steps: list[Step]
) -> PointQuantities:
    """Return the point's quantities, meter exchanges summed; holds the bill where rule 4 says."""
    if not point.meters:
        raise Hold(READING_MISSING, asset_no=point.mp_no, register="total", which="closing")
    names = _needed(wanted)
    for meter in point.meters:
        for name in names:
            registers.bounds(meter, name)
    sums: dict[str, Decimal] = dict.fromkeys(names, ZERO)
    inputs: Inputs = {}
    slack = ZERO
    for meter in point.meters:
        found = {name: registers.difference(meter, name, law) for name in names}
        if wanted.tou is not None:
            slack += _check_sum(meter, found, wanted.tou, law) * meter.multiplier
        for name, moved in found.items():
            quantity = moved.difference * meter.multiplier
            sums[name] += quantity
            inputs[name] = inputs.get(name, ()) + moved.inputs
            steps.append(registers.step_of(moved, meter, mp_no=point.mp_no, quantity=quantity))
    energy = _periods(point.mp_no, sums, wanted, inputs, steps)
    _refuse_negative_rest(point.mp_no, energy, wanted, slack)
    return PointQuantities(
        mp_no=point.mp_no,
        energy=energy,
        read=dict(energy),
        reactive=sums.get("reactive", ZERO),
        demand=_demand(point, inputs, steps) if wanted.demand else None,
        inputs=inputs,
        slack_kwh=slack,
    )


def _needed(wanted: Wanted) -> tuple[str, ...]:
    names = ["total"]
    if wanted.tou is not None:
        names += [p for p in wanted.tou.periods if p != wanted.tou.residual]
    if wanted.reactive:
        names.append("reactive")
    return tuple(names)


def _check_sum(
    meter: MeterUse, found: dict[str, registers.RegisterDifference], tou: TimeOfUse, law: Law
) -> Decimal:
    """Return the tolerance; holds the bill if total and periods differ by more (register units).

    A meter without a register for the residual period cannot be checked.
    """
    tolerance = law.convention("register_sum_tolerance")
    limit = as_number(tolerance)
    if registers.find(meter, tou.residual) is None:
        return limit
    parts = registers.difference(meter, tou.residual, law).difference
    parts += sum((found[p].difference for p in tou.periods if p != tou.residual), ZERO)
    gap = found["total"].difference - parts
    if abs(gap) > limit:
        raise Hold(
            REGISTER_SUM_MISMATCH,
            asset_no=meter.asset_no,
            difference=wording.num(gap),
            tolerance=limit,
        )
    return limit


def _periods(
    mp_no: str, sums: dict[str, Decimal], wanted: Wanted, inputs: Inputs, steps: list[Step]
) -> dict[str, Decimal]:
    """Return energy by period; the residual period is the total less the others (rule 5)."""
    if wanted.tou is None:
        return {"total": sums["total"]}
    tou = wanted.tou
    others = [p for p in tou.periods if p != tou.residual]
    rest = sums["total"] - sum((sums[p] for p in others), ZERO)
    inputs[tou.residual] = inputs["total"] + tuple(i for p in others for i in inputs[p])
    taken = "".join(f" − {wording.num(sums[p])}" for p in others)
    numbers = f"{wording.num(sums['total'])}{taken} = {wording.num(rest)}"
    steps.append(
        Step(
            code="RESIDUAL_PERIOD",
            description=wording.PERIOD_NAMES[tou.residual],
            value=rest,
            unit="kWh",
            mp_no=mp_no,
            trace=Trace(
                words=wording.FORMULAS["residual"],
                numbers=wording.both(numbers),
                inputs=inputs[tou.residual],
            ),
        )
    )
    return {p: rest if p == tou.residual else sums[p] for p in tou.periods}


def _refuse_negative_rest(
    mp_no: str, energy: dict[str, Decimal], wanted: Wanted, slack: Decimal
) -> None:
    """Hold the bill if the other periods exceed the total by more than cut registers explain."""
    if wanted.tou is not None and energy[wanted.tou.residual] < -slack:
        raise Hold(
            NEGATIVE_CONSUMPTION,
            where=f"{mp_no} {wanted.tou.residual}",
            opening="0",
            closing=wording.num(energy[wanted.tou.residual]),
        )


def _demand(point: MeteringPoint, inputs: Inputs, steps: list[Step]) -> Decimal:
    """Return the largest demand of the point's meters in kW, unrounded (rule 13)."""
    best = ZERO
    for meter in point.meters:
        use = registers.find(meter, "demand")
        if use is None or use.closing is None:
            raise Hold(READING_MISSING, asset_no=meter.asset_no, register="demand", which="closing")
        value = use.closing.value * meter.multiplier
        inputs["demand"] = (*inputs.get("demand", ()), use.closing.reading_id)
        numbers = (
            f"{wording.num(use.closing.value)} × {wording.num(meter.multiplier)}"
            f" = {wording.num(value)}"
        )
        trace = Trace(
            words=wording.FORMULAS["max_demand"],
            numbers=wording.both(numbers),
            inputs=(use.closing.reading_id,),
        )
        steps.append(
            Step(
                code="MAX_DEMAND",
                description=wording.PERIOD_NAMES["demand"],
                value=value,
                unit="kW",
                mp_no=point.mp_no,
                trace=trace,
            )
        )
        best = max(best, value)
    return best
