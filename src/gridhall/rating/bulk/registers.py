"""Register bills of homes and small users, a batch of accounts at a time, line for line.

A row is an account: what its registers moved, and what is left of its yearly allowances before
this bill. The lines, their order and their fen are those of the readable path
(``rating.engine``); a differential test holds the two together, negative quantities included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from gridhall.rating.bulk.lines import LINES, Control, amount_fen
from gridhall.rating.bulk.loads import Array
from gridhall.rating.bulk.prices import LinePrice, Quantity
from gridhall.rating.bulk.register_plan import RegisterPlan

TIERS = (Quantity.TIER, Quantity.TIER_ADDER)
#: What is left of tiers 1 and 2 this year, and what was used in tiers 2 and 3 (to be given back).
ALLOWANCES = ["left_1", "left_2", "used_2", "used_3"]


def schema(plan: RegisterPlan) -> pa.Schema:
    """Return the columns that ``rate_registers`` wants; all whole Wh but ``low_income``."""
    names = ["account", "wh", *(f"wh_{period}" for period in plan.periods)]
    if plan.needs_allowances:
        names += ALLOWANCES
    columns = [(name, pa.int64()) for name in names]
    if plan.relief_wh is not None:
        columns.append(("low_income", pa.bool_()))
    return pa.schema(columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class RatedRegisters:
    """Hold the lines account by account, and the columns ``ALLOWANCES`` for the next month."""

    lines: pa.RecordBatch
    control: Control
    allowances: tuple[Array, Array, Array, Array] | None


def rate_registers(batch: pa.RecordBatch, plan: RegisterPlan) -> RatedRegisters:
    """Return the lines of a batch in the order of its rows.

    Raises ``KeyError`` for a column that is missing and ``TooLarge`` for an amount beyond 64
    bits; nulls are refused by Arrow (a column with a gap has no plain numbers).
    """
    accounts, wh = _column(batch, "account"), _column(batch, "wh")
    left = tuple(_column(batch, name) for name in ALLOWANCES if plan.needs_allowances)
    tiers = _tiers(wh, *left) if left else None
    quantities, present = [], []
    for line in plan.lines:
        quantity = _quantity(line, batch, wh, tiers, plan)
        quantities.append(quantity)
        present.append(_present(line, quantity, wh, batch))
    amounts = [
        amount_fen(quantity, line.units, decimals=plan.decimals, rounding=plan.rounding)
        for line, quantity in zip(plan.lines, quantities, strict=True)
    ]
    lines = _woven(accounts, plan, quantities, amounts, present)
    fen = lines.column("fen").to_numpy()
    control = Control(
        accounts=len(accounts), refused=0, lines=lines.num_rows,
        wh=int(wh.sum()), fen=int(fen.sum()),
    )  # fmt: skip
    after = None
    if tiers is not None:
        after = (left[0] - tiers[0], left[1] - tiers[1], left[2] + tiers[1], left[3] + tiers[2])
    return RatedRegisters(lines=lines, control=control, allowances=after)


def _tiers(
    wh: Array, left_1: Array, left_2: Array, used_2: Array, used_3: Array
) -> tuple[Array, Array, Array]:
    """Return the energy by tier: bucket 1, then bucket 2, the rest tier 3; credits from above."""
    first = np.minimum(left_1, wh)
    second = np.minimum(left_2, wh - first)
    third = wh - first - second
    if wh.min(initial=0) >= 0:
        return first, second, third
    back_3 = np.minimum(used_3, -wh)
    back_2 = np.minimum(used_2, -wh - back_3)
    credit = wh < 0
    return (
        np.where(credit, wh + back_2 + back_3, first),
        np.where(credit, -back_2, second),
        np.where(credit, -back_3, third),
    )


def _quantity(
    line: LinePrice, batch: pa.RecordBatch, wh: Array, tiers: Any, plan: RegisterPlan
) -> Array:
    if line.quantity is Quantity.PERIOD:
        return _column(batch, f"wh_{plan.periods[line.number]}")
    if line.quantity in TIERS:
        return np.asarray(tiers[line.number - 1])
    if line.quantity is Quantity.RELIEF:
        return -np.minimum(np.int64(plan.relief_wh or 0), wh)
    return wh


def _present(line: LinePrice, quantity: Array, wh: Array, batch: pa.RecordBatch) -> Array:
    """Return which accounts have the line; a tier that was not reached has none."""
    if line.quantity is Quantity.RELIEF:
        entitled = batch.column("low_income").to_numpy(zero_copy_only=False)
        return np.asarray(entitled & (wh > 0))
    if line.quantity not in TIERS:
        return np.ones(len(wh), bool)
    used = quantity != 0
    if line.quantity is Quantity.TIER and line.number == 1:
        used |= wh == 0
    return np.asarray(used)


def _woven(
    accounts: Array, plan: RegisterPlan, quantities: list[Array], amounts: list[Array],
    present: list[Array],
) -> pa.RecordBatch:  # fmt: skip
    """Return the columns woven together account by account, without the lines nobody has."""
    width = len(plan.lines)
    if not width:
        return pa.RecordBatch.from_pylist([], schema=LINES)
    kept = np.stack(present, axis=1).reshape(-1)
    codes = np.tile(np.arange(width, dtype=np.int8), len(accounts))[kept]
    names = pa.array([line.code for line in plan.lines], pa.string())
    columns: list[Any] = [
        pa.array(np.repeat(accounts, width)[kept]),
        pa.DictionaryArray.from_arrays(pa.array(codes), names),
        pa.array(np.stack(quantities, axis=1).reshape(-1)[kept]),
        pa.array(np.stack(amounts, axis=1).reshape(-1)[kept]),
    ]
    return pa.record_batch(columns, schema=LINES)


def _column(batch: pa.RecordBatch, name: str) -> Array:
    return np.asarray(batch.column(name).to_numpy())


def batch_of(columns: Mapping[str, list[Any]], plan: RegisterPlan) -> pa.RecordBatch:
    """Return rows given as lists as a batch that ``rate_registers`` takes."""
    wanted = schema(plan)
    return pa.record_batch([pa.array(columns[n], wanted.field(n).type) for n in wanted.names],
                           schema=wanted)  # fmt: skip
