"""Quarter-hours → energy by period and the largest quarter-hour, a whole row group at a time.

Reading the file is most of the work; here each column is touched twice (one addition, one
maximum) while it is still in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from gridhall.rating.bulk.layout import LARGEST_WH, InvalidBucket, columns
from gridhall.rating.bulk.plan import IntervalPlan

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Loads:
    """Hold what accounts used: one entry an account, ``wh`` one row a period.

    ``faulty`` counts rows that cannot be billed: a missing or negative quarter-hour, a day
    twice or outside the month.
    """

    accounts: Array
    days: Array
    wh: Array
    largest: Array
    faulty: Array


def loads_of(batch: pa.RecordBatch, plan: IntervalPlan) -> Loads:
    """Return the loads of a batch sorted by account and day; its last account may go on.

    Raises ``InvalidBucket`` if accounts are not in order.
    """
    rows = _rows(batch, plan)
    daily, largest, missing = _daily(batch, plan, rows.kinds)
    wh = np.add.reduceat(daily, rows.starts, axis=1, dtype=np.int64)
    return _loads(rows, wh, largest, missing)


def loads_by_slot(batch: pa.RecordBatch, plan: IntervalPlan) -> Loads:
    """Return the loads of a plan that has a period for each quarter-hour of each kind of day.

    The same as ``loads_of`` for such a plan, but each column is added up over the days at once:
    there are too many periods to keep them all by day. Raises ``InvalidBucket`` likewise.
    """
    rows = _rows(batch, plan)
    masks = _masks(rows.kinds, len(plan.slots))
    wh = np.zeros((len(plan.periods), len(rows.starts)), np.int64)
    largest = np.zeros(batch.num_rows, np.uint32)
    missing = np.zeros(batch.num_rows, bool)
    for slot, name in enumerate(columns(plan.slots_a_day)):
        values = _values(batch.column(name), missing)
        np.maximum(largest, values.view(np.uint32), out=largest)
        for kind, mask in enumerate(masks):
            part = values if len(masks) == 1 else values * mask
            wh[plan.slots[kind][slot]] += np.add.reduceat(part, rows.starts)
    return _loads(rows, wh, largest, missing)


def joined(parts: Iterable[Loads]) -> Loads:
    """Return the loads of neighbouring batches as one; an account cut in two is whole again.

    Raises ``InvalidBucket`` if there are none.
    """
    found = list(parts)
    if not found:
        raise InvalidBucket(bucket="bucket", problem="it is empty")
    accounts = np.concatenate([part.accounts for part in found])
    starts = _starts(accounts)
    return Loads(
        accounts=accounts[starts],
        days=np.add.reduceat(np.concatenate([p.days for p in found]), starts),
        wh=np.add.reduceat(np.concatenate([p.wh for p in found], axis=1), starts, axis=1),
        largest=np.maximum.reduceat(np.concatenate([p.largest for p in found]), starts),
        faulty=np.add.reduceat(np.concatenate([p.faulty for p in found]), starts),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rows:
    """Hold what the account and day columns say about the rows of a batch."""

    accounts: Array
    starts: Array  # the first row of each account
    kinds: Array
    wrong: Array


def _rows(batch: pa.RecordBatch, plan: IntervalPlan) -> _Rows:
    accounts = _numbers(batch.column("account"))
    day = _numbers(batch.column("day").cast(pa.int32())) - _epoch_days(plan)
    inside = (day >= 0) & (day < plan.days)
    repeated = np.zeros(len(day), bool)
    repeated[1:] = (accounts[1:] == accounts[:-1]) & (day[1:] <= day[:-1])
    return _Rows(
        accounts=accounts,
        starts=_starts(accounts),
        kinds=np.asarray(plan.kinds, np.int8)[np.where(inside, day, 0)],
        wrong=~inside | repeated,
    )


def _loads(rows: _Rows, wh: Array, largest: Array, missing: Array) -> Loads:
    faulty = rows.wrong | missing | (largest > LARGEST_WH)
    return Loads(
        accounts=rows.accounts[rows.starts],
        days=np.diff(np.append(rows.starts, len(rows.accounts))),
        wh=wh,
        largest=np.maximum.reduceat(largest, rows.starts).astype(np.int64),
        faulty=np.add.reduceat(faulty, rows.starts, dtype=np.int64),
    )


def _values(column: pa.Array, missing: Array) -> Array:
    """Return a column as numbers; where one is missing it is 0 and marked."""
    if column.null_count:
        missing |= column.is_null().to_numpy(zero_copy_only=False)
        column = column.fill_null(0)
    return np.asarray(column.to_numpy())


def _daily(batch: pa.RecordBatch, plan: IntervalPlan, kinds: Array) -> tuple[Array, Array, Array]:
    """Return Wh by period and day, the largest quarter-hour of each day, and where one is missing.

    Largest is unsigned: a negative reading looks enormous and is found with the too large ones.
    """
    rows = batch.num_rows
    wh = np.zeros((len(plan.periods), rows), np.int32)
    largest = np.zeros(rows, np.uint32)
    missing = np.zeros(rows, bool)
    masks = _masks(kinds, len(plan.slots))
    for slot, name in enumerate(columns(plan.slots_a_day)):
        values = _values(batch.column(name), missing)
        np.maximum(largest, values.view(np.uint32), out=largest)
        for period, mask in _periods_at(plan.slots, slot, masks):
            into = wh[period]
            np.add(into, values if mask is None else values * mask, out=into)
    return wh, largest, missing


def _masks(kinds: Array, number: int) -> list[Array]:
    """Return for each kind of day which rows are of it, as 0 and 1."""
    return [(kinds == kind).astype(np.int32) for kind in range(number)]


def _periods_at(
    slots: Sequence[Sequence[int]], slot: int, masks: list[Array]
) -> list[tuple[int, Array | None]]:
    """Return the periods of a quarter-hour and the rows each holds for; ``None``: all rows."""
    found = [row[slot] for row in slots]
    if len(set(found)) == 1:
        return [(found[0], None)]
    return list(zip(found, masks, strict=True))


def _starts(accounts: Array) -> Array:
    if len(accounts) == 0:
        return np.zeros(0, np.int64)
    if np.any(accounts[1:] < accounts[:-1]):
        raise InvalidBucket(bucket="batch", problem="accounts are not in order")
    return np.flatnonzero(np.r_[True, accounts[1:] != accounts[:-1]])


def _numbers(column: pa.Array) -> Array:
    if column.null_count:
        raise InvalidBucket(bucket="batch", problem="an account or a day is missing")
    return np.asarray(column.to_numpy())


def _epoch_days(plan: IntervalPlan) -> int:
    return plan.first.toordinal() - 719_163  # ordinal of 1970-01-01
