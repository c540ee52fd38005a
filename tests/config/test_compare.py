"""`gridhall compare`: a file in, the ranking out; faults named, exit codes kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridhall.config.cli import cli

MONTHS = "month,kWh\n" + "".join(f"2025-{n:02},300\n" for n in range(1, 13))
SPLIT = ["--split", "peak=60", "--split", "valley=40"]


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["compare", str(file), *options])


@pytest.fixture
def year(tmp_path: Path) -> Path:
    path = tmp_path / "year.csv"
    path.write_text(MONTHS, encoding="utf-8")
    return path


def test_a_file_is_compared_for_people_and_for_scripts(year: Path) -> None:
    text = run(year, "--class", "ZJ-RES-TIER", *SPLIT, "--language", "en")
    assert text.exit_code == 0
    assert "saves 295.20" in text.output
    found = json.loads(run(year, "--class", "ZJ-RES-TIER", *SPLIT, "--json").stdout)
    assert (found["cheapest"], found["saving"]) == ("ZJ-RES-TIER-TOU", "295.20")


def test_a_question_as_json_needs_no_options(tmp_path: Path) -> None:
    path = tmp_path / "question.json"
    path.write_text('{"present": "ZJ-RES-TIER", "months": [{"month": "2025-01", "kwh": "300"}]}')
    assert "161.40" in run(path).output


def test_faults_end_with_two_and_what_cannot_be_rated_with_one(year: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("time,kWh\n2025-01-01 00:00,x\n2025-01-01 00:15,1\n")
    wrong = run(bad, "--class", "ZJ-RES-TIER", "--language", "en")
    assert wrong.exit_code == 2
    assert run(year).exit_code == 2
    assert run(year, "--class", "ZJ-RES-TIER", "--split", "dawn=1").exit_code == 2
    assert run(year, "--class", "HB-1P-10KV").exit_code == 1
