"""Rules 2, 4 and 5: what one metering point measured, meter exchanges included."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from gridhall.rating import wording
from gridhall.rating.errors import (
    NEGATIVE_CONSUMPTION,
    READING_MISSING,
    REGISTER_SUM_MISMATCH,
    Hold,
)
from gridhall.rating.law import Law, as_number
from gridhall.rating.quantities import registers
from gridhall.rating.quantities.frame import Wanted
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.request import MeteringPoint, MeterUse

ZERO = Decimal(0)
Inputs = dict[str, tuple[str, ...]]


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
    line: str = ""  # the incoming line it measures
    export: dict[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """Return the active energy of all periods."""
        return sum(self.energy.values(), ZERO)

    @property
    def read_total(self) -> Decimal:
        """Return the active energy as read (rule 10 a)."""
        return sum(self.read.values(), ZERO)


def measure_point(
    point: MeteringPoint, wanted: Wanted, law: Law, journal: Journal
) -> PointQuantities:
    """Return the point's quantities, meter exchanges summed; holds the bill where rule 4 says."""
    if not point.meters:
        raise Hold(READING_MISSING, asset_no=point.mp_no, register="total", which="closing")
    # Missing reads first, of all meters: they say more than what the present ones lead to.
    reads = [
        {name: registers.bounds(meter, name) for name in _needed(meter, wanted)}
        for meter in point.meters
    ]
    sums: dict[str, Decimal] = dict.fromkeys(_summed(wanted), ZERO)
    inputs: Inputs = {}
    slack, guessed = ZERO, False
    for meter, bounds in zip(point.meters, reads, strict=True):
        found = {n: registers.between(both, meter, n, law) for n, both in bounds.items()}
        unsure = True in [moved.estimated for moved in found.values()]
        guessed = guessed or unsure
        if wanted.tou is not None and not unsure:
            slack += _check_sum(meter, found, wanted, wanted.tou.residual, law) * meter.multiplier
        for moved in found.values():
            quantity = moved.difference * meter.multiplier
            _add(moved, quantity, sums, inputs, total_counted="total" in found)
            registers.write_step(journal, moved, meter, mp_no=point.mp_no, quantity=quantity)
    energy = _periods(point.mp_no, sums, wanted, inputs, journal)
    _notice_estimates(point, journal)
    if not guessed:
        _refuse_negative_rest(point.mp_no, energy, wanted, slack)
    return PointQuantities(
        mp_no=point.mp_no,
        energy=energy,
        read=dict(energy),
        reactive=sums.get("reactive", ZERO),
        demand=register_demand(point, inputs, journal) if wanted.demand else None,
        inputs=inputs,
        slack_kwh=slack,
        line=point.incoming_line,
    )


def _notice_estimates(point: MeteringPoint, journal: Journal) -> None:
    for meter in point.meters:
        for use in meter.registers:
            read = use.closing
            if read is not None and read.estimated and read.reason != "by_days":
                journal.notice(
                    "ESTIMATED_READ",
                    f"电表 {meter.asset_no} 的示数为估抄，下次抄表时按实清算。",
                    f"A read of meter {meter.asset_no} is estimated; the next one settles it.",
                )


def _needed(meter: MeterUse, wanted: Wanted) -> tuple[str, ...]:
    """Return the registers to read: the total and all periods but the residual one.

    A meter without a total register is read by its periods, which then make up the total.
    """
    names = ["total"]
    if wanted.tou is not None:
        names += wanted.others
    if registers.find(meter, "total") is None:
        given = [p for p in registers.PERIOD_REGISTERS if registers.find(meter, p) is not None]
        if given and (wanted.tou is None or set(wanted.tou.periods) <= set(given)):
            names = given
    if wanted.reactive:
        names.append("reactive")
        if registers.find(meter, "reverse_reactive") is not None:
            names.append("reverse_reactive")
    return tuple(names)


def _summed(wanted: Wanted) -> tuple[str, ...]:
    return ("total", *wanted.others, *(["reactive"] if wanted.reactive else []))


def _add(
    moved: registers.RegisterDifference,
    quantity: Decimal,
    sums: dict[str, Decimal],
    inputs: Inputs,
    *,
    total_counted: bool,
) -> None:
    """Add one register's quantity; reactive energy fed in counts as if it had been taken."""
    name = moved.register
    targets = [name]
    if name == "reverse_reactive":
        targets, quantity = ["reactive"], abs(quantity)
    elif name in registers.PERIOD_REGISTERS and not total_counted:
        targets = ["total", name]
    for target in targets:
        if target in sums:
            sums[target] += quantity
            inputs[target] = inputs.get(target, ()) + moved.inputs


def _check_sum(
    meter: MeterUse,
    found: dict[str, registers.RegisterDifference],
    wanted: Wanted,
    residual: str,
    law: Law,
) -> Decimal:
    """Return the tolerance; holds the bill if total and periods differ by more (register units).

    A meter without a register for the residual period or for the total cannot be checked.
    """
    tolerance = law.convention("register_sum_tolerance")
    limit = as_number(tolerance)
    if "total" not in found or registers.find(meter, residual) is None:
        return limit
    parts = registers.difference(meter, residual, law).difference
    parts += sum([found[p].difference for p in wanted.others], ZERO)
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
    mp_no: str, sums: dict[str, Decimal], wanted: Wanted, inputs: Inputs, journal: Journal
) -> dict[str, Decimal]:
    """Return energy by period; the residual period is the total less the others (rule 5)."""
    if wanted.tou is None:
        return {"total": sums["total"]}
    tou = wanted.tou
    others = wanted.others
    parts = (sums["total"], *[sums[p] for p in others])
    rest = parts[0] - sum(parts[1:], ZERO)
    ids = inputs["total"] + tuple([i for p in others for i in inputs.get(p, ())])
    inputs[tou.residual] = tuple(dict.fromkeys(ids))
    journal.step(
        "RESIDUAL_PERIOD",
        tou.residual,
        rest,
        "kWh",
        "residual",
        partial(_less, parts, rest),
        mp_no=mp_no,
        inputs=inputs[tou.residual],
    )
    return {p: rest if p == tou.residual else sums[p] for p in tou.periods}


def _less(parts: tuple[Decimal, ...], rest: Decimal) -> str:
    return f"{' − '.join(map(wording.num, parts))} = {wording.num(rest)}"


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


def register_demand(point: MeteringPoint, inputs: Inputs, journal: Journal) -> Decimal:
    """Return the largest demand of the point's meters in kW, unrounded (rule 13)."""
    best = ZERO
    for meter in point.meters:
        use = registers.find(meter, "demand")
        if use is None or use.closing is None:
            raise Hold(READING_MISSING, asset_no=meter.asset_no, register="demand", which="closing")
        value = use.closing.value * meter.multiplier
        inputs["demand"] = (*inputs.get("demand", ()), use.closing.reading_id)
        journal.step(
            "MAX_DEMAND",
            "demand",
            value,
            "kW",
            "max_demand",
            f"{wording.num(use.closing.value)} × {wording.num(meter.multiplier)}"
            f" = {wording.num(value)}",
            mp_no=point.mp_no,
            inputs=(use.closing.reading_id,),
        )
        best = max(best, value)
    return best
