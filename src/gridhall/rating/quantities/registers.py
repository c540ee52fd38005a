"""Rules 2 and 3: the use of one register between two reads, with roll-over."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from gridhall.rating import wording
from gridhall.rating.errors import NEGATIVE_CONSUMPTION, READING_MISSING, Hold
from gridhall.rating.law import Law, as_number
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.request import MeterUse, Reading, Register, RegisterUse
from gridhall.rating.result import ParameterRead

SHORT_NAMES = {
    Register.TOTAL: "total",
    Register.SHARP: "sharp",
    Register.PEAK: "peak",
    Register.FLAT: "flat",
    Register.VALLEY: "valley",
    Register.REACTIVE: "reactive",
    Register.MAX_DEMAND: "demand",
    Register.DEEP: "deep",
    Register.REVERSE_TOTAL: "export_total",
    Register.REVERSE_SHARP: "export_sharp",
    Register.REVERSE_PEAK: "export_peak",
    Register.REVERSE_FLAT: "export_flat",
    Register.REVERSE_VALLEY: "export_valley",
    Register.REVERSE_DEEP: "export_deep",
    Register.REVERSE_REACTIVE: "reverse_reactive",
}
PERIOD_REGISTERS = ("sharp", "peak", "flat", "valley", "deep")
REGISTER_OF = {name: register for register, name in SHORT_NAMES.items()}


@dataclass(slots=True)
class RegisterDifference:
    """Hold how far one register moved, in register units, and why it may be trusted."""

    register: str
    difference: Decimal
    inputs: tuple[str, ...]
    opening: Reading
    closing: Reading
    rolled_over: bool
    parameters: tuple[ParameterRead, ...] = ()

    @property
    def estimated(self) -> bool:
        """Tell whether one of the reads was not taken but estimated."""
        return self.opening.estimated or self.closing.estimated


def find(meter: MeterUse, register: str) -> RegisterUse | None:
    """Return the reads of a register, or ``None`` if the meter has none of that name."""
    wanted = REGISTER_OF[register]
    for use in meter.registers:
        if use.register is wanted:
            return use
    return None


def bounds(meter: MeterUse, register: str) -> tuple[Reading, Reading]:
    """Return opening and closing read; holds the bill (``READING_MISSING``) if one is missing."""
    use = find(meter, register)
    if use is None or use.closing is None:
        raise Hold(READING_MISSING, asset_no=meter.asset_no, register=register, which="closing")
    if use.opening is None:
        raise Hold(READING_MISSING, asset_no=meter.asset_no, register=register, which="opening")
    return use.opening, use.closing


def difference(meter: MeterUse, register: str, law: Law) -> RegisterDifference:
    """Return how far the register moved; holds the bill if a read of it is missing."""
    return between(bounds(meter, register), meter, register, law)


def between(
    reads: tuple[Reading, Reading], meter: MeterUse, register: str, law: Law
) -> RegisterDifference:
    """Return how far the register moved between its opening and its closing read.

    A fall is a roll-over only if the earlier read is at least 90 % and the later one below 10 %
    of the register (both shares read from the book). Below an estimated read a fall is a true-up
    of the estimate and comes back negative. Any other fall holds the bill.
    """
    opening, closing = reads
    moved = closing.value - opening.value
    inputs = (opening.reading_id, closing.reading_id)
    if moved >= 0:
        return RegisterDifference(register, moved, inputs, opening, closing, False)
    size = Decimal(10) ** meter.register_int_digits
    high, low = law.convention("rollover_high"), law.convention("rollover_low")
    rolled = opening.value >= as_number(high) * size and closing.value < as_number(low) * size
    if not rolled and opening.estimated:
        return RegisterDifference(register, moved, inputs, opening, closing, False, (high, low))
    if not rolled:
        raise Hold(
            NEGATIVE_CONSUMPTION,
            where=f"{meter.asset_no} {register}",
            opening=opening.value,
            closing=closing.value,
        )
    return RegisterDifference(register, moved + size, inputs, opening, closing, True, (high, low))


def write_step(
    journal: Journal, found: RegisterDifference, meter: MeterUse, *, mp_no: str, quantity: Decimal
) -> None:
    """Explain the step from two reads to a quantity."""
    journal.step(
        "ROLLOVER" if found.rolled_over else "READ",
        found.register,
        quantity,
        "kvarh" if found.register.endswith("reactive") else "kWh",
        "rollover" if found.rolled_over else "register",
        partial(_moved, found, meter, quantity),
        mp_no=mp_no,
        inputs=found.inputs,
        parameters=found.parameters,
    )


def _moved(found: RegisterDifference, meter: MeterUse, quantity: Decimal) -> str:
    num = wording.num
    size = f" + {num(Decimal(10) ** meter.register_int_digits)}" if found.rolled_over else ""
    moved = f"({num(found.closing.value)}{size} − {num(found.opening.value)})"
    return f"{moved} × {num(meter.multiplier)} = {num(quantity)}"
