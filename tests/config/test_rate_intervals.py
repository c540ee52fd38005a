"""`gridhall rate-intervals`: buckets in, lines out, faults named."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from gridhall.config.cli import cli
from gridhall.kernel.errors import GridHallError
from tests.rating.bulk import support


def rated(folder: Path, *buckets: Path, price_class: str = "HB-1P-10KV") -> Result:
    (folder / "out").mkdir(exist_ok=True)
    return CliRunner().invoke(
        cli,
        ["rate-intervals", *map(str, buckets), "--class", price_class, "--month", "2026-01",
         "--out", str(folder / "out"), "--processes", "2", "--json"],
    )  # fmt: skip


def test_two_buckets_become_lines_and_totals(tmp_path: Path) -> None:
    buckets = [
        support.bucket(tmp_path / f"{n}.parquet", support.readings(2, seed=n)) for n in (1, 2)
    ]

    result = rated(tmp_path, *buckets)

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    lines = [row for part in told["parts"] for row in pq.read_table(part["lines"]).to_pylist()]
    assert told["control"]["accounts"] == 4
    assert told["control"]["fen"] == sum(row["fen"] for row in lines)


def test_a_file_that_is_no_bucket_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"no columns in here")

    result = rated(tmp_path, broken)

    assert isinstance(result.exception, GridHallError | SystemExit)
    assert "broken.parquet" in f"{result.exception} {result.output}"
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("price_class", ["NO-SUCH", "ZJ-RES-TIER"])
def test_a_class_without_a_calendar_is_refused_with_its_name(
    tmp_path: Path, price_class: str
) -> None:
    bucket = support.bucket(tmp_path / "b.parquet", support.readings(1))

    result = rated(tmp_path, bucket, price_class=price_class)

    assert result.exit_code != 0
    assert price_class in f"{result.exception} {result.output}"
