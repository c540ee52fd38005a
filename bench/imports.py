"""How many rows a second come in, against PostgreSQL's own COPY of the same file."""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

from django.db import connection

from bench.installation import fresh_tables
from bench.report import Figure
from bench.town import AT


def measure(options: argparse.Namespace) -> list[Figure]:
    """Import the town, then the same files again, which must change nothing."""
    del options
    fresh_tables()
    from gridhall.journeys.demo_town.services import town_folder
    from gridhall.journeys.file_import.services import import_folder

    folder = town_folder()
    seconds, batches = [], []
    for _ in range(2):
        begun = time.perf_counter()
        batches = import_folder(folder, clock=lambda: AT)
        seconds.append(time.perf_counter() - begun)
    rows = sum(batch.rows_total for batch in batches)
    assert all(batch.rows_created == 0 for batch in batches), "the second import made something"
    plain = _plain_copy(folder / "readings_monthly.csv")
    return [
        Figure(
            name="import of the town", value=rows / seconds[0], unit="rows/s",
            ratio=plain / (rows / seconds[0]),
            against="csv module + COPY into a bare table is this many times as fast",
        ),
        Figure(name="same files again", value=rows / seconds[1], unit="rows/s"),
        Figure(name="reference: csv + COPY", value=plain, unit="rows/s"),
    ]  # fmt: skip


def _plain_copy(path: Path) -> float:
    begun = time.perf_counter()
    count = 0
    with path.open(encoding="utf-8", newline="") as file, connection.cursor() as cursor:
        lines = csv.reader(file)
        columns = ", ".join(f"{name} text" for name in next(lines))
        cursor.execute(f"CREATE TABLE bench_plain ({columns})")
        with cursor.copy("COPY bench_plain FROM STDIN") as sink:
            for line in lines:
                sink.write_row(line)
                count += 1
    return count / (time.perf_counter() - begun)
