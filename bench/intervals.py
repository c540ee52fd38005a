"""Interval data in bulk, against a bare scan-and-sum of the same columns in the same run.

CPU-seconds are compared, not the clock: they are steadier on a shared machine.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from tests.rating.bulk import cluster, support

from bench.installation import say
from bench.report import Figure
from gridhall.rating.bulk import condensed, plan, work
from gridhall.rating.bulk.layout import QUARTERS, columns, table_of, write_bucket
from gridhall.rating.bulk.lines import price
from gridhall.rating.bulk.prices import LinePrice, Quantity

ACCOUNTS_OF_A_BUCKET, DAYS, RUNS, TARIFFS = 20_000, support.DAYS, 3, 20
FIVE = (4,) * 8 + (3,) * 24 + (1,) * 16 + (2,) * 20 + (0,) * 12 + (1,) * 8 + (3,) * 8
PRICES = (
    *support.PRICES,
    LinePrice(code="ENERGY_DEEP", quantity=Quantity.PERIOD, number=4, units=206_770),
)


def measure(options: argparse.Namespace) -> list[Figure]:
    """Rate a month of quarter-hours of as many accounts as asked for, several ways."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        buckets = _buckets(folder, options.accounts)
        figures = _scans(buckets)
        bare = min(figures[0].value, figures[1].value)
        figures += _rated(buckets, bare)
        figures += _many_tariffs(buckets, bare)
        return figures + _distributed(folder, buckets)


def _plan(*, weekends: bool = False) -> plan.IntervalPlan:
    return support.plan(
        periods=("sharp", "peak", "flat", "valley", "deep"), lines=PRICES,
        kinds=support.plan(weekends=weekends).kinds,
        slots=(FIVE, support.WEEKEND) if weekends else (FIVE,),
    )  # fmt: skip


def _buckets(folder: Path, accounts: int) -> list[Path]:
    """Write noisy load curves of homes and works, seeded."""
    say(f"{accounts * DAYS * QUARTERS / 1e6:,.0f} million readings")
    random = np.random.default_rng(7)
    shape = 1 + 0.8 * np.sin(np.linspace(0, 2 * np.pi, QUARTERS))[None, None, :]
    paths = []
    for start in range(0, accounts, ACCOUNTS_OF_A_BUCKET):
        count = min(ACCOUNTS_OF_A_BUCKET, accounts - start)
        size = random.integers(50, 400, size=(count, 1, 1))
        wh = (size * shape * random.uniform(0.7, 1.3, size=(count, DAYS, QUARTERS))).astype(
            np.int32
        )
        number = np.repeat(np.arange(start, start + count, dtype=np.int64), DAYS)
        day = np.tile(np.arange(support.EPOCH, support.EPOCH + DAYS, dtype=np.int32), count)
        paths.append(folder / f"bucket-{start:09d}.parquet")
        write_bucket(paths[-1], table_of(number, day, wh.reshape(-1, QUARTERS)))
    return paths


def _scans(buckets: list[Path]) -> list[Figure]:
    """Return the CPU of reading the 96 columns and adding them up, nothing else."""
    names = [str(path) for path in buckets]
    connection = duckdb.connect()
    sums = ", ".join(f"sum({column})" for column in columns())
    asked = f"SELECT {sums} FROM read_parquet({names!r})"
    by_engine, cpu_engine = _measured(lambda: sum(connection.sql(asked).fetchall()[0]))
    by_arrow, cpu_arrow = _measured(lambda: sum(map(_bare_sum, buckets)))
    assert by_engine == by_arrow
    return [
        Figure(name="bare scan and sum, DuckDB", value=cpu_engine, unit="CPU s"),
        Figure(name="bare scan and sum, Arrow", value=cpu_arrow, unit="CPU s"),
    ]


def _bare_sum(path: Path) -> int:
    return sum(pc.sum(column).as_py() for batch in _batches(path) for column in batch.columns[2:])


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    file = pq.ParquetFile(path)
    for number in range(file.num_row_groups):
        yield from file.read_row_group(number, use_threads=False).to_batches()


def _rated(buckets: list[Path], bare: float) -> list[Figure]:
    rows = []
    for name, of, limit in (
        ("rate and price, 5 periods, with monthly maximum demand", _plan(), 1.3),
        ("… with other hours at weekends", _plan(weekends=True), 2.2),
    ):
        _total, cpu = _measured(lambda of=of: [work.rate_bucket(b, of).control for b in buckets])
        rows.append(
            Figure(
                name=name, value=cpu, unit="CPU s", ratio=cpu / bare,
                against="the cheaper bare scan", target=f"≤ {limit}", met=cpu / bare <= limit,
            )
        )  # fmt: skip
    return rows


def _many_tariffs(buckets: list[Path], bare: float) -> list[Figure]:
    """Return what reading once for many tariffs costs, and each tariff after that."""
    plans = [_plan(), _plan(weekends=True)]
    held, once = _measured(
        lambda: condensed.condense((b for path in buckets for b in _batches(path)), plans), runs=1
    )
    each = []
    for number in range(TARIFFS):
        of = plans[number % 2]
        _lines, cpu = _measured(lambda of=of: price(condensed.loads_for(held, of), of), runs=1)
        each.append(cpu)
    accounts = len(held.loads.accounts)
    further = statistics.median(each) * 1000 * 100_000 / accounts
    together = once + sum(each)
    return [
        Figure(
            name="condense once", value=once, unit="CPU s", ratio=once / bare,
            against="the cheaper bare scan",
        ),
        Figure(
            name="each further tariff, per 100,000 accounts", value=further, unit="CPU ms",
            target="≤ 100", met=further <= 100,
        ),
        Figure(
            name=f"{TARIFFS} tariffs for every account", value=together, unit="CPU s",
            ratio=together / bare, against="the cheaper bare scan (about two scans wanted)",
        ),
    ]  # fmt: skip


def _distributed(folder: Path, buckets: list[Path]) -> list[Figure]:
    """Return the CPU of the same units in a loop, a local pool and a cluster's tasks."""
    alone, own = _run(folder / "loop", buckets, map)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        pooled, shared = _run(folder / "pool", buckets, pool.map)
    rows = [
        Figure(name="units in a loop", value=own, unit="CPU s"),
        _overhead("units in a pool of two processes", shared, own, pooled == alone),
    ]
    if cluster.has_java():
        clustered, spread = _on_cluster(folder, buckets)
        rows.append(_overhead("units as a cluster's tasks", spread, own, clustered == alone))
    return rows


def _overhead(name: str, cpu: float, own: float, same: bool) -> Figure:
    assert same, f"{name}: other bytes than those of the loop"
    return Figure(
        name=name, value=cpu, unit="CPU s", ratio=cpu / own, against="the same units in a loop",
        target="≤ 1.3, same bytes", met=cpu / own <= 1.3,
    )  # fmt: skip


def _on_cluster(folder: Path, buckets: list[Path]) -> tuple[list[str], float]:
    from pyspark import SparkConf, SparkContext

    say("a cluster of a master and two workers")
    (folder / "cluster").mkdir()
    with cluster.running(folder / "cluster") as address:
        settings = SparkConf().setMaster(address).set("spark.ui.enabled", "false")
        settings.set("spark.executorEnv.PYTHONPATH", str(Path.cwd()))  # tasks find this module
        settings.set("spark.driver.host", cluster.LOCAL).set("spark.executor.memory", "512m")
        context = SparkContext(conf=settings)
        try:
            todo = list(range(2))
            context.parallelize(todo, 2).map(_warm).collect()  # the workers import what they need
            return _run(
                folder / "tasks", buckets,
                lambda do, units: context.parallelize(units, len(units)).map(do).collect(),
            )  # fmt: skip
        finally:
            context.stop()


def _warm(number: int) -> int:
    import gridhall.rating.bulk.work

    del gridhall
    return number


def _run(out: Path, buckets: list[Path], each: Callable[..., object]) -> tuple[list[str], float]:
    """Return the digests of the parts and the CPU their units took where they ran."""
    out.mkdir()
    text = plan.to_json(_plan())
    units = [work.Unit(bucket=str(path), plan=text, out=str(out)) for path in buckets]
    found = list(each(_timed, units))  # type: ignore[call-overload]
    return [part.sha256 for part, _cpu in found], sum(cpu for _part, cpu in found)


def _timed(unit: work.Unit) -> tuple[work.Done, float]:
    begun = time.process_time()
    part = work.do(unit)
    return part, time.process_time() - begun


def _measured(do: Callable[[], Any], *, runs: int = RUNS) -> tuple[Any, float]:
    """Return the result and the least CPU of some runs, of all threads of this process."""
    spent = []
    for _ in range(runs):
        begun = resource.getrusage(resource.RUSAGE_SELF)
        result = do()
        ended = resource.getrusage(resource.RUSAGE_SELF)
        spent.append(ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime)
    return result, min(spent)
