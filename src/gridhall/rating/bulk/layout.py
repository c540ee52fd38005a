"""How interval data lie in bulk: one row a meter and day, 96 quarter-hours side by side.

``q00`` is the energy from 00:00 to 00:15 local time in whole Wh, ``q95`` that from 23:45; data by
half-hour or hour have 48 or 24 such columns. A bucket is one Parquet file of a range of accounts
and a month, sorted by account and day. The layout is the fast one by measurement: a row for each
reading costs three to six times as much to rate.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from gridhall.kernel.errors import GridHallError

QUARTERS = 96
DIVISIONS = (QUARTERS, 48, 24)
ROWS_OF_A_GROUP = 15_000
#: A day of 96 of them still fits 32 bits; 89 MW is more than any metering point has.
LARGEST_WH = (2**31 - 1) // QUARTERS


def columns(slots: int = QUARTERS) -> tuple[str, ...]:
    """Return the names of a day's columns."""
    return tuple(f"q{slot:02d}" for slot in range(slots))


def schema(slots: int = QUARTERS) -> pa.Schema:
    """Return the columns of a bucket whose days are divided into so many slots."""
    energy = [(name, pa.int32()) for name in columns(slots)]
    return pa.schema([("account", pa.int64()), ("day", pa.date32()), *energy])


class InvalidBucket(GridHallError):
    """A bucket of interval data cannot be read as agreed."""

    code = "INVALID_BUCKET"
    template = "The bucket {bucket} cannot be rated: {problem}"


def write_bucket(path: Path, table: pa.Table) -> None:
    """Write a bucket, sorted by account and day. Raises ``InvalidBucket`` for another schema.

    Differences of neighbours in few bits and no compression: smallest of what reads fastest.
    """
    if table.schema.remove_metadata() not in [schema(slots) for slots in DIVISIONS]:
        raise InvalidBucket(bucket=path.name, problem="columns are not those of the layout")
    pq.write_table(
        table.sort_by([("account", "ascending"), ("day", "ascending")]), path,
        row_group_size=ROWS_OF_A_GROUP, compression="none", use_dictionary=False,
        column_encoding=dict.fromkeys(table.column_names, "DELTA_BINARY_PACKED"),
    )  # fmt: skip


def table_of(
    accounts: np.ndarray[tuple[int], np.dtype[np.int64]],
    days: np.ndarray[tuple[int], np.dtype[np.int32]],
    wh: np.ndarray[tuple[int, int], np.dtype[np.int32]],
) -> pa.Table:
    """Return rows as a table of the layout; ``days`` since 1970-01-01, ``wh`` one row a day."""
    slots = wh.shape[1]
    energy = [pa.array(np.ascontiguousarray(wh[:, slot])) for slot in range(slots)]
    day = pa.array(days).cast(pa.date32())
    return pa.table([pa.array(accounts), day, *energy], schema=schema(slots))
