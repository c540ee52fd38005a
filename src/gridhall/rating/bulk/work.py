"""The unit of work: one bucket and one plan → lines and control totals, the same bytes anywhere.

``do`` reads its own bucket, so nothing but a path and a small plan travels to a worker. Any way
of calling a function for many things runs it: ``map``, a pool of processes, a cluster's tasks.
A finished part is renamed into its place, so a kill leaves a whole part or none, and repeating
the work only does what is missing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from json import dumps, loads
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gridhall.rating.bulk import plan as plans
from gridhall.rating.bulk.layout import InvalidBucket, schema
from gridhall.rating.bulk.lines import Control, RatedLoads, price
from gridhall.rating.bulk.loads import joined, loads_of

NOTE = b"gridhall"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """Hold one piece of work as plain text, so that it can be sent anywhere."""

    bucket: str
    plan: str  # JSON of an ``IntervalPlan``
    out: str  # folder of the parts


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """Hold where the part lies, what is in it, and the SHA-256 of its bytes."""

    lines: str
    accounts: str
    sha256: str
    control: Control


def do(unit: Unit) -> Done:
    """Rate a bucket and write its part, unless the same part is there already.

    Raises ``InvalidBucket`` if the file cannot be read as agreed.
    """
    plan = plans.from_json(unit.plan)
    bucket = Path(unit.bucket)
    stem = Path(unit.out) / f"{bucket.stem}-{plan.digest[:12]}"
    lines, accounts = stem.with_suffix(".lines.parquet"), stem.with_suffix(".accounts.parquet")
    _opened(bucket).close()
    origin = _footer_digest(bucket)
    control = _finished(lines, accounts, origin)
    if control is None:
        rated = rate_bucket(bucket, plan)
        control = rated.control
        note = {"bucket": origin, "plan": plan.digest, "control": asdict(control)}
        _write(lines, rated.lines, note)
        _write(accounts, rated.accounts, note)
    digest = hashlib.sha256(lines.read_bytes() + accounts.read_bytes()).hexdigest()
    return Done(lines=str(lines), accounts=str(accounts), sha256=digest, control=control)


def rate_bucket(bucket: Path, plan: plans.IntervalPlan) -> RatedLoads:
    """Return the rated lines of a bucket; memory holds one row group at a time."""
    with _opened(bucket) as file:
        if file.schema_arrow.remove_metadata() != schema(plan.slots_a_day):
            raise InvalidBucket(bucket=bucket.name, problem="columns are not those of the layout")
        groups = (
            loads_of(batch, plan)
            for number in range(file.num_row_groups)
            for batch in file.read_row_group(number, use_threads=False).to_batches()
        )
        return price(joined(groups), plan)


def _opened(bucket: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(bucket)
    except (pa.ArrowInvalid, OSError) as reason:
        raise InvalidBucket(bucket=bucket.name, problem=str(reason)) from None


def run(
    units: Iterable[Unit], *, each: Callable[[Callable[[Unit], Done], list[Unit]], Iterable[Done]]
) -> tuple[list[Done], Control]:
    """Do all units and return the parts in the units' order, and their totals.

    ``each(do, units)`` calls ``do`` for every unit: ``map``, ``ProcessPoolExecutor().map``, or
    ``lambda do, units: context.parallelize(units, len(units)).map(do).collect()`` of a cluster.
    """
    parts = list(each(do, list(units)))
    total = Control(accounts=0, refused=0, lines=0, wh=0, fen=0)
    for part in parts:
        total += part.control
    return parts, total


def _write(path: Path, batch: pa.RecordBatch, note: Mapping[str, object]) -> None:
    """Write a file whole or not at all; the note says what it was made from."""
    noted = batch.replace_schema_metadata({NOTE: dumps(note, sort_keys=True).encode()})
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as stream:
        with pq.ParquetWriter(stream, noted.schema, compression="zstd") as writer:
            writer.write_batch(noted)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def _finished(lines: Path, accounts: Path, origin: str) -> Control | None:
    """Return the totals of a part made earlier from the same bucket, or ``None``."""
    if not (lines.exists() and accounts.exists()):
        return None
    noted = loads(pq.read_schema(accounts).metadata[NOTE])
    return Control(**noted["control"]) if noted["bucket"] == origin else None


def _footer_digest(bucket: Path) -> str:
    """Return the SHA-256 of the file's footer, which has the extremes of every column."""
    with bucket.open("rb") as stream:
        stream.seek(-8, os.SEEK_END)
        length = int.from_bytes(stream.read(4), "little")
        stream.seek(-8 - length, os.SEEK_END)
        return hashlib.sha256(stream.read(length)).hexdigest()
