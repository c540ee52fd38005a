"""Loads → bill lines in whole fen, each rounded once by the book's rule, and control totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from gridhall.kernel.errors import GridHallError
from gridhall.rating.bulk.loads import Array, Loads
from gridhall.rating.bulk.plan import IntervalPlan
from gridhall.rating.bulk.prices import ROUNDINGS, LinePrice, Quantity

LINES = pa.schema(
    [
        ("account", pa.int64()),
        ("code", pa.dictionary(pa.int8(), pa.string())),
        ("quantity", pa.int64()),  # Wh of energy, W of demand, 1000 for once
        ("fen", pa.int64()),
    ]
)
ACCOUNTS = pa.schema(
    [
        ("account", pa.int64()),
        ("wh", pa.int64()),
        ("largest_w", pa.int64()),
        ("fen", pa.int64()),
        ("refusal", pa.dictionary(pa.int8(), pa.string())),
    ]
)
REFUSALS = ("", "READING_MISSING", "READING_INVALID")
BIGGEST = 2**63 - 1


class TooLarge(GridHallError):
    """An amount would not fit 64 bits; it is refused, never wrapped."""

    code = "TOO_LARGE_FOR_BULK"
    template = "{wh} Wh at {units} units would not fit: rate this account by itself"


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """Hold the totals that two runs of the same work must agree on."""

    accounts: int
    refused: int
    lines: int
    wh: int
    fen: int

    def __add__(self, other: Control) -> Control:
        """Return the totals of both."""
        return Control(
            accounts=self.accounts + other.accounts,
            refused=self.refused + other.refused,
            lines=self.lines + other.lines,
            wh=self.wh + other.wh,
            fen=self.fen + other.fen,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RatedLoads:
    """Hold the lines of all accounts, account by account, and one row an account."""

    lines: pa.RecordBatch
    accounts: pa.RecordBatch
    control: Control


def price(loads: Loads, plan: IntervalPlan) -> RatedLoads:
    """Return the lines of every account with a whole month; the others stand refused.

    Raises ``TooLarge`` if an amount does not fit 64 bits.
    """
    refusal = np.where(loads.faulty > 0, 2, np.where(loads.days != plan.days, 1, 0))
    good = refusal == 0
    wh = loads.wh[:, good]
    watts = loads.largest * (plan.slots_a_day // 24)  # Wh of the largest slot → average W
    quantities = [_quantity(line, wh, watts[good], plan) for line in plan.lines]
    amounts = [
        amount_fen(quantity, line.units, decimals=plan.decimals, rounding=plan.rounding)
        for quantity, line in zip(quantities, plan.lines, strict=True)
    ]
    lines = _lines(loads.accounts[good], quantities, amounts, plan)
    fen = np.zeros(len(good), np.int64)
    fen[good] = sum(amounts, np.zeros(int(good.sum()), np.int64))
    accounts = _accounts(
        loads.accounts, np.where(good, loads.wh.sum(axis=0), 0), watts, fen, refusal
    )
    control = Control(
        accounts=len(good), refused=int((~good).sum()), lines=lines.num_rows,
        wh=int(wh.sum()), fen=int(fen.sum()),
    )  # fmt: skip
    return RatedLoads(lines=lines, accounts=accounts, control=control)


def _quantity(line: LinePrice, wh: Array, watts: Array, plan: IntervalPlan) -> Array:
    """Return what a line multiplies, in thousandths: Wh, W, or 1000 for once."""
    if line.quantity is Quantity.PERIOD:
        return np.asarray(wh[line.number])
    if line.quantity is Quantity.TOTAL:
        return np.asarray(wh.sum(axis=0))
    if line.quantity is Quantity.DEMAND:
        return watts
    if line.quantity is Quantity.FIXED:
        return np.full(len(watts), 1000, np.int64)
    raise KeyError(f"{line.quantity} is not read from intervals ({plan.price_class})")


def amount_fen(wh: Array, units: int, *, decimals: int, rounding: str) -> Array:
    """Return Wh × price in whole fen. ``half_up_fen`` is half away from zero, also below zero.

    Raises ``TooLarge``; a rule that columns do not know is a ``KeyError`` of the plan's maker.
    """
    if rounding not in ROUNDINGS:
        raise KeyError(rounding)
    divisor = 10 ** (decimals + 1)  # Wh × 10⁻ᵈ yuan/kWh = 10⁻ᵈ⁻³ yuan = 10⁻ᵈ⁻¹ fen
    largest = int(np.abs(wh).max(initial=0))
    half = divisor // 2 if rounding == "half_up_fen" else 0
    if largest * abs(units) + half > BIGGEST:
        raise TooLarge(wh=largest, units=units)
    exact = wh * np.int64(units)
    return np.asarray(np.sign(exact) * ((np.abs(exact) + half) // divisor))


def _lines(
    accounts: Array, quantities: list[Array], amounts: list[Array], plan: IntervalPlan
) -> pa.RecordBatch:
    """Return the lines account by account: columns are woven together."""
    width = len(plan.lines)
    codes = pa.array([line.code for line in plan.lines], pa.string())
    which = np.tile(np.arange(width, dtype=np.int8), len(accounts))
    columns: list[Any] = [
        pa.array(np.repeat(accounts, width)),
        pa.DictionaryArray.from_arrays(pa.array(which), codes),
        pa.array(_woven(quantities, len(accounts))),
        pa.array(_woven(amounts, len(accounts))),
    ]
    return pa.record_batch(columns, schema=LINES)


def _woven(columns: list[Array], length: int) -> Array:
    if not columns:
        return np.zeros(0, np.int64)
    return np.stack(columns, axis=1).reshape(len(columns) * length)


def _accounts(
    accounts: Array, wh: Array, watts: Array, fen: Array, refusal: Array
) -> pa.RecordBatch:
    reasons = pa.DictionaryArray.from_arrays(
        pa.array(refusal.astype(np.int8)), pa.array(REFUSALS, pa.string())
    )
    numbers = [pa.array(column) for column in (accounts, wh, watts, fen)]
    return pa.record_batch([*numbers, reasons], schema=ACCOUNTS)
