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
    # a running sum in 64 bits and its differences: much faster than summing each account's few days
    sums = np.cumsum(daily, axis=1, dtype=np.int64)[:, rows.ends - 1]
    return _loads(rows, np.diff(sums, axis=1, prepend=0), largest, missing)


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
            part = values if mask is None else values * mask
            wh[plan.slots[kind][slot]] += np.add.reduceat(part, rows.starts)
    return _loads(rows, wh, largest, missing)


def joined(parts: Iterable[Loads]) -> Loads:
    """Return the loads of neighbouring batches as one; an account cut in two is whole again.

    Raises ``InvalidBucket`` if there are none.
    """
    found: list[Loads] = []
    for part in parts:
        fresh = part if not found else _gone_on(found[-1], part)
        if len(fresh.accounts):
            found.append(fresh)
    if not found:
        raise InvalidBucket(bucket="bucket", problem="it is empty")
    return Loads(
        accounts=np.concatenate([part.accounts for part in found]),
        days=np.concatenate([part.days for part in found]),
        wh=np.concatenate([part.wh for part in found], axis=1),
        largest=np.concatenate([part.largest for part in found]),
        faulty=np.concatenate([part.faulty for part in found]),
    )


def _gone_on(before: Loads, part: Loads) -> Loads:
    """Return the part without its first account if that is the last one before it, added there."""
    if not len(part.accounts) or part.accounts[0] > before.accounts[-1]:
        return part
    if part.accounts[0] < before.accounts[-1]:
        raise InvalidBucket(bucket="bucket", problem="accounts are not in order")
    before.days[-1] += part.days[0]
    before.wh[:, -1] += part.wh[:, 0]
    before.largest[-1] = max(before.largest[-1], part.largest[0])
    before.faulty[-1] += part.faulty[0]
    return _without_first(part)


def _without_first(part: Loads) -> Loads:
    return Loads(
        accounts=part.accounts[1:], days=part.days[1:], wh=part.wh[:, 1:],
        largest=part.largest[1:], faulty=part.faulty[1:],
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rows:
    """Hold what the account and day columns say about the rows of a batch."""

    accounts: Array
    starts: Array  # the first row of each account
    ends: Array  # … and the first after it
    kinds: Array  # of each row's day; empty where all days are of one kind
    wrong: Array


def _rows(batch: pa.RecordBatch, plan: IntervalPlan) -> _Rows:
    accounts = _numbers(batch.column("account"))
    day = _numbers(batch.column("day").cast(pa.int32())) - _epoch_days(plan)
    inside = (day >= 0) & (day < plan.days)
    repeated = np.zeros(len(day), bool)
    repeated[1:] = (accounts[1:] == accounts[:-1]) & (day[1:] <= day[:-1])
    kinds = np.zeros(0, np.int8)
    if len(plan.slots) > 1:
        kinds = np.asarray(plan.kinds, np.int8)[np.where(inside, day, 0)]
    starts = _starts(accounts)
    return _Rows(
        accounts=accounts,
        starts=starts,
        ends=np.append(starts[1:], len(accounts)),
        kinds=kinds,
        wrong=~inside | repeated,
    )


def _loads(rows: _Rows, wh: Array, largest: Array, missing: Array) -> Loads:
    faulty = rows.wrong | missing | (largest > LARGEST_WH)
    return Loads(
        accounts=rows.accounts[rows.starts],
        days=rows.ends - rows.starts,
        wh=wh,
        largest=np.maximum.reduceat(largest, rows.starts).astype(np.int64),
        faulty=np.add.reduceat(faulty.astype(np.int64), rows.starts),
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


def _masks(kinds: Array, number: int) -> list[Array | None]:
    """Return for each kind of day which rows are of it, as 0 and 1; ``None``: all of them."""
    if number == 1:
        return [None]
    return [(kinds == kind).astype(np.int32) for kind in range(number)]


def _periods_at(
    slots: Sequence[Sequence[int]], slot: int, masks: list[Array | None]
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
    return np.append(0, np.flatnonzero(accounts[1:] != accounts[:-1]) + 1)


def _numbers(column: pa.Array) -> Array:
    if column.null_count:
        raise InvalidBucket(bucket="batch", problem="an account or a day is missing")
    return np.asarray(column.to_numpy())


def _epoch_days(plan: IntervalPlan) -> int:
    return plan.first.toordinal() - 719_163  # ordinal of 1970-01-01
