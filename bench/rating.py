"""The rating engine: bills a second in bulk and readable, one quote, and another engine beside it.

CPU-seconds are compared: they are steadier than the clock on a shared machine.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

import numpy as np
import pyarrow as pa
from tests.rating.bulk import other_engine
from tests.rating.bulk.one_customer import bill_case
from tests.rating.bulk.test_other_engine import TARIFF, YEAR, month_plan
from tests.rating.bulk.test_registers import CLASSES, MONTH, a_home
from tests.rating.support import library

from bench.installation import say
from bench.report import Figure
from gridhall.rating.books import Library
from gridhall.rating.bulk import compiling, registers
from gridhall.rating.bulk.layout import table_of
from gridhall.rating.bulk.lines import price
from gridhall.rating.bulk.loads import loads_of
from gridhall.rating.bulk.register_plan import RegisterPlan
from gridhall.rating.engine import rate
from gridhall.rating.quotes import bill_request
from gridhall.rating.quotes.bill_form import BillForm

ROWS, HOMES, RUNS = 50_000, 400, 3
HOME = "ZJ-RES-TIER-TOU"


def measure(options: argparse.Namespace) -> list[Figure]:
    """Rate as many register bills as asked for, and the same homes readably."""
    books = library()
    return [*_in_bulk(books, options.bills), *_readable(books), *_beside_another()]


def _in_bulk(books: Library, bills: int) -> list[Figure]:
    """Return how many homes with yearly tiers and time of use are billed a second, all lines."""
    say(f"{bills:,} homes in bulk")
    plan = compiling.register_plan(books, HOME, on=MONTH, tou=True)
    batches = [_homes(plan, seed) for seed in range(max(1, bills // ROWS // 2))]
    _rated(plan, batches)
    begun = time.process_time()
    lines, rows = _rated(plan, batches)
    alone = rows / (time.process_time() - begun)
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        list(pool.map(_part, range(2), [plan] * 2, [1] * 2))
        begun = time.perf_counter()
        done = sum(pool.map(_part, range(2), [plan] * 2, [len(batches)] * 2))
        both = done / (time.perf_counter() - begun)
    return [
        Figure(name="homes in bulk, one core", value=alone, unit="bills/CPU s"),
        Figure(name="lines of a home", value=lines / rows, unit="lines"),
        Figure(
            name="homes in bulk, two processes", value=both, unit="bills/s",
            target="≥ 1,000,000", met=both >= 1_000_000,
        ),
    ]  # fmt: skip


def _part(seed: int, plan: RegisterPlan, rounds: int) -> int:
    batch = _homes(plan, seed)
    return sum(_rated(plan, [batch])[1] for _ in range(rounds))


def _rated(plan: RegisterPlan, batches: list[pa.RecordBatch]) -> tuple[int, int]:
    lines = sum(registers.rate_registers(batch, plan).lines.num_rows for batch in batches)
    return lines, sum(batch.num_rows for batch in batches)


def _homes(plan: RegisterPlan, seed: int) -> pa.RecordBatch:
    chance = np.random.default_rng(seed)
    peak, valley = (chance.integers(0, 900_000, ROWS) for _ in range(2))
    columns: dict[str, Any] = {
        "account": np.arange(ROWS), "wh": peak + valley, "wh_peak": peak, "wh_valley": valley,
        "left_1": chance.integers(0, 600_000, ROWS), "left_2": chance.integers(0, 600_000, ROWS),
        "used_2": np.zeros(ROWS, np.int64), "used_3": np.zeros(ROWS, np.int64),
        "low_income": chance.random(ROWS) < 0.1,
    }  # fmt: skip
    return registers.batch_of(columns, plan)


def _readable(books: Library) -> list[Figure]:
    """Return how many explained bills one core makes, and how long one of them takes."""
    say("homes one by one, explained")
    figures = []
    for price_class in CLASSES:
        chance = random.Random(price_class)
        homes = [a_home(chance, price_class) for _ in range(HOMES)]
        seconds = _least(lambda homes=homes: [rate(home, books) for home in homes])
        figures.append(
            Figure(
                name=f"explained bills of {price_class}, one core", value=HOMES / seconds,
                unit="bills/CPU s", target="≥ 20,000", met=HOMES / seconds >= 20_000,
            )
        )  # fmt: skip
    home = homes[0]
    each = [_least(lambda: rate(home, books), runs=1) * 1000 for _ in range(200)]
    median = statistics.median(each)
    return [
        *figures,
        Figure(
            name="one explained bill, median", value=median, unit="ms",
            target="≤ 2 ms", met=median <= 2,
        ),
    ]  # fmt: skip


def _beside_another() -> list[Figure]:
    """Return a year of hours billed by NREL's Utilityrate5 and by ours, bills per CPU-second."""
    say("a year of hours, beside NREL Utilityrate5")
    watts = np.random.default_rng(1).integers(0, 90_000, size=(365, 24)).astype(np.int32)
    kilowatts = [w / 1000 for w in watts.reshape(-1).tolist()]
    model = other_engine.prepared(TARIFF)
    theirs = 12 / _least(lambda: other_engine.monthly_bills(model, kilowatts))
    ours, explained = _hours_in_bulk(watts), _hours_explained(watts)
    return [
        Figure(name="Utilityrate5, load given, model prepared", value=theirs, unit="bills/CPU s"),
        Figure(
            name="ours in bulk, the same year for 500 accounts", value=ours, unit="bills/CPU s",
            ratio=ours / theirs, against="Utilityrate5", target="≥ 100", met=ours / theirs >= 100,
        ),
        Figure(
            name="ours for one customer, explained", value=explained, unit="bills/CPU s",
            ratio=explained / theirs, against="Utilityrate5", target="≥ 0.5",
            met=explained / theirs >= 0.5,
        ),
    ]  # fmt: skip


def _hours_explained(watts: np.ndarray) -> float:
    """Return how many explained months of hours of one customer are made, load and price given."""
    kwh = [str(Decimal(w) / 1000) for w in watts[:31].reshape(-1).tolist()]
    case = bill_case(TARIFF, f"{YEAR}-01", kwh)
    del case["kind"]
    asked = bill_request.asked(BillForm.model_validate(case), library())
    seconds = _least(lambda: [rate(asked.request, asked.library) for _ in range(24)])
    return 24 / seconds


def _hours_in_bulk(watts: np.ndarray) -> float:
    accounts = 500
    first = date(YEAR, 1, 1).toordinal()
    work = []
    for month in range(1, 13):
        of = month_plan(month)
        start = of.first.toordinal() - first
        rows = np.tile(watts[start : start + of.days], (accounts, 1))
        day = np.arange(of.days, dtype=np.int32) + (of.first - date(1970, 1, 1)).days
        number = np.repeat(np.arange(accounts, dtype=np.int64), of.days)
        (batch,) = table_of(number, np.tile(day, accounts), rows).combine_chunks().to_batches()
        work.append((batch, of))
    seconds = _least(lambda: [price(loads_of(batch, of), of) for batch, of in work])
    return 12 * accounts / seconds


def _least(do: Callable[[], Any], *, runs: int = RUNS) -> float:
    """Return the least CPU of some runs, in seconds."""
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        do()
        spent.append(time.process_time() - begun)
    return min(spent)
