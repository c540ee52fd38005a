"""The unit of work: a part whole or not at all, repeated without doing it twice, equal anywhere."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from gridhall.rating.bulk import plan, work

from . import support


def units_of(folder: Path, out: Path, buckets: int = 3) -> list[work.Unit]:
    """Write buckets and return the work on them."""
    out.mkdir(exist_ok=True)
    text = plan.to_json(support.plan(weekends=True))
    paths = []
    for number in range(buckets):
        path = folder / f"bucket-{number}.parquet"
        if not path.exists():
            wh = support.readings(5, seed=number)
            support.bucket(path, wh, first_account=number * 100)
        paths.append(path)
    return [work.Unit(bucket=str(path), plan=text, out=str(out)) for path in paths]


def test_a_pool_of_processes_writes_the_same_bytes_as_one(tmp_path: Path) -> None:
    alone, total = work.run(units_of(tmp_path, tmp_path / "a"), each=map)

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        shared, again = work.run(units_of(tmp_path, tmp_path / "b"), each=pool.map)

    assert [part.sha256 for part in shared] == [part.sha256 for part in alone]
    assert again == total
    assert total.accounts == 15


def test_finished_parts_are_not_made_again(tmp_path: Path) -> None:
    units = units_of(tmp_path, tmp_path / "out")
    first, _total = work.run(units, each=map)
    made = [Path(part.lines).stat().st_mtime_ns for part in first]

    second, _total = work.run(units, each=map)

    assert second == first
    assert [Path(part.lines).stat().st_mtime_ns for part in second] == made


def test_a_bucket_that_changed_is_rated_anew(tmp_path: Path) -> None:
    units = units_of(tmp_path, tmp_path / "out", buckets=1)
    before = work.do(units[0])
    support.bucket(Path(units[0].bucket), support.readings(5, seed=77), first_account=0)

    after = work.do(units[0])

    assert after.control.wh != before.control.wh


def test_a_kill_leaves_no_half_part_and_repeating_gives_the_same(tmp_path: Path) -> None:
    units = units_of(tmp_path, tmp_path / "out")
    expected, _total = work.run(units_of(tmp_path, tmp_path / "elsewhere"), each=map)
    program = (
        "import sys\nfrom tests.rating.bulk.test_work import units_of\n"
        "from gridhall.rating.bulk import work\nfrom pathlib import Path\n"
        "folder = Path(sys.argv[1])\nprint('go', flush=True)\n"
        "while True:\n"
        "    for old in (folder / 'out').glob('*.parquet'): old.unlink()\n"
        "    work.run(units_of(folder, folder / 'out'), each=map)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(0.3)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()

    parts, _total = work.run(units, each=map)

    assert [part.sha256 for part in parts] == [part.sha256 for part in expected]


def test_the_digest_is_that_of_the_files(tmp_path: Path) -> None:
    part = work.do(units_of(tmp_path, tmp_path / "out", buckets=1)[0])

    content = Path(part.lines).read_bytes() + Path(part.accounts).read_bytes()
    assert part.sha256 == hashlib.sha256(content).hexdigest()


def test_rating_imports_no_engine_and_no_django() -> None:
    program = (
        "import sys, gridhall.rating.engine\n"
        "from gridhall.rating.bulk import condensed, work\n"
        "bad = {'django', 'pyspark', 'duckdb', 'polars', 'ray', 'dask'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(bad)) or None)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("name", ["lines", "accounts"])
def test_a_part_names_what_it_was_made_from(tmp_path: Path, name: str) -> None:
    import pyarrow.parquet as pq

    unit = units_of(tmp_path, tmp_path / "out", buckets=1)[0]
    part = work.do(unit)

    note = pq.read_schema(getattr(part, name)).metadata[work.NOTE].decode()
    assert plan.from_json(unit.plan).digest in note
