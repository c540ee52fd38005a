"""`gridhall quote` with files: formats, exit codes, schema, rates of the OpenEI database."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gridhall.config.cli import cli
from gridhall.rating.quotes.schema import schema_text

CASE = {"period": "2026-01", "tariff": {"ref": "ZJ-RES-TIER"}, "usage": {"kwh": "320"}}


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["quote", *arguments], input=given)


def write(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.mark.requirement("R45")
def test_the_text_shows_the_arithmetic_and_its_source(tmp_path: Path) -> None:
    result = run(write(tmp_path, "a.json", CASE), "--language", "en")

    assert result.exit_code == 0
    assert "320 kWh × 0.538 = 172.16 yuan" in result.output
    assert "Total  172.16 CNY" in result.output
    assert "←" in result.output


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ([CASE], 0),
        ([CASE, {**CASE, "tariff": {"ref": "NONE"}}], 1),
        ([CASE, {**CASE, "usage": {"kwh": 0.5}}, {**CASE, "tariff": {"ref": "NONE"}}], 2),
    ],
)
def test_the_exit_code_tells_the_worst_outcome(cases: Any, code: int, tmp_path: Path) -> None:
    result = run(write(tmp_path, "a.json", cases), "--format", "json")

    assert result.exit_code == code
    assert json.loads(result.stdout)["cases"][0]["total"] == "172.16"


def test_no_document_is_exit_code_2(tmp_path: Path) -> None:
    assert run(write(tmp_path, "a.json", "{")).exit_code == 2
    assert run("no-such-file.json").exit_code == 2
    (tmp_path / "empty").mkdir()
    assert run(str(tmp_path / "empty")).exit_code == 2


def test_standard_input_a_folder_and_csv(tmp_path: Path) -> None:
    write(tmp_path, "one.json", CASE)
    write(tmp_path, "two.json", {**CASE, "usage": {"kwh": "10"}})

    piped = run("-", "--json", given=json.dumps(CASE))
    rows = list(csv.DictReader(io.StringIO(run(f"{tmp_path}/", "--format", "csv").stdout)))

    assert json.loads(piped.stdout)["cases"][0]["total"] == "172.16"
    totals = {row["case"]: row["amount"] for row in rows if row["code"] == "TOTAL"}
    assert totals == {"one.json#1": "172.16", "two.json#1": "5.38"}


def test_a_cell_of_the_csv_is_no_formula(tmp_path: Path) -> None:
    charges = [{"name": "=1+1", "fixed": "1"}, {"name": "-subsidy", "fixed": "-1"}]
    tariff = {"inline": {"energy": "1", "charges": charges}}
    result = run(write(tmp_path, "a.json", {**CASE, "tariff": tariff}), "--format", "csv")

    cells = [cell for row in csv.reader(io.StringIO(result.stdout)) for cell in row]
    assert "'=1+1" in cells
    assert "'-subsidy" in cells
    assert "-1.00" in cells


def test_the_schema_is_printed() -> None:
    assert run("--schema").stdout == schema_text()


def test_a_rate_of_the_database_with_a_load(tmp_path: Path) -> None:
    rate = write(tmp_path, "rate.json", {"energyratestructure": [[{"rate": "0.1"}]]})
    load = write(tmp_path, "load.csv", "kw\n" + "2\n" * 24)

    result = run("--urdb", rate, "--load", load, "--format", "json")
    refused = run("--urdb", write(tmp_path, "bad.json", {}), "--load", load, "--language", "en")

    assert result.exit_code == 0, result.output
    assert float(json.loads(result.stdout)["cases"][0]["total"]) == 4.8
    assert refused.exit_code == 2
    assert run("--urdb", rate).exit_code == 2
