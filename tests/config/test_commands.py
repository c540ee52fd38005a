"""The `gridhall` command: help that teaches, honest exit codes, JSON for scripts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gridhall.config.cli import COMMANDS, cli
from gridhall.config.commands.clean_demo import remove
from gridhall.config.errors import InstallationError
from gridhall.rating.books import load_library
from gridhall.rating.bundle import digest, make_bundle
from gridhall.rating.engine import rate
from gridhall.rating.quote import _request
from gridhall.rating.request import Agreement, BillingMethod, Household, Register
from gridhall.tariffs import folder


def gridhall(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gridhall.config.cli", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_examples(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])

    assert result.exit_code == 0
    assert f"gridhall {name}" in result.output.partition("Examples:")[2]


def test_wrong_usage_is_exit_code_2() -> None:
    assert CliRunner().invoke(cli, ["quote", "ZJ-RES-TIER", "many"]).exit_code == 2
    assert CliRunner().invoke(cli, ["nonsense"]).exit_code == 2


def test_quote_needs_no_database_and_no_data_folder(data_folder: Path) -> None:
    result = gridhall("quote", "ZJ-RES-TIER", "320", "--on", "2026-01", "--json", DATABASE_URL="")

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["total"] == "172.16"
    assert not data_folder.exists()


def test_quote_that_the_engine_refuses_is_exit_code_1() -> None:
    result = gridhall("quote", "NO-SUCH-CLASS", "320", "--json")

    assert result.returncode == 1
    assert json.loads(result.stdout)["code"] == "UNKNOWN_PRICE_CLASS"


@pytest.fixture
def bundle() -> dict[str, Any]:
    library = load_library(folder.packaged_folder())
    terms = Agreement(price_class="ZJ-RES-TIER", billing_method=BillingMethod.ENERGY_ONLY)
    request = _request(terms, {Register.TOTAL: Decimal(320)}, date(2026, 1, 1), Household())
    return make_bundle(request, library, rate(request, library))


def test_verify_agrees_with_an_honest_bundle(bundle: dict[str, Any], tmp_path: Path) -> None:
    plain, packed = tmp_path / "bill.json", tmp_path / "bill.zip"
    plain.write_text(json.dumps(bundle), encoding="utf-8")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("bill.json", json.dumps(bundle))

    result = gridhall("verify", "--published", "--json", str(plain), str(packed), DATABASE_URL="")

    assert result.returncode == 0, result.stdout
    assert [one["total"] for one in json.loads(result.stdout)] == ["172.16", "172.16"]


def test_verify_finds_a_changed_amount(bundle: dict[str, Any], tmp_path: Path) -> None:
    bundle["answer"]["lines"][0]["amount"] = "172.15"
    bundle["answer"]["total"] = "172.15"
    bundle["digest"] = digest(bundle)
    path = tmp_path / "bill.json"
    path.write_text(json.dumps(bundle), encoding="utf-8")

    result = gridhall("verify", str(path))

    assert result.returncode == 1
    assert "172.15" in result.stdout
    assert "172.16" in result.stdout


@pytest.mark.parametrize("content", [b"", b"[1]", b"\x00\xff", b"PK\x03\x04broken"])
def test_verify_survives_any_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bill.json"
    path.write_bytes(content)

    result = gridhall("verify", str(path))

    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_expected_failure_is_a_sentence_and_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "strangers").write_text("not ours")

    result = gridhall("migrate", GRIDHALL_HOME=str(tmp_path), DATABASE_URL="")

    assert result.returncode == 1
    assert "error:" in result.stderr
    assert "remedy:" in result.stderr
    assert "Traceback" not in result.stderr


def test_clean_demo_refuses_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()

    result = gridhall("clean-demo", "--yes", GRIDHALL_HOME=str(tmp_path))

    assert result.returncode == 1
    assert (tmp_path / "photos").exists()


def test_clean_demo_asks_and_does_nothing_when_nobody_can_answer(data_folder: Path) -> None:
    data_folder.mkdir(parents=True, exist_ok=True)
    (data_folder / ".gridhall-home").write_text("{}")

    result = gridhall("clean-demo", GRIDHALL_HOME=str(data_folder))

    assert result.returncode == 2
    assert "--yes" in result.stderr
    assert (data_folder / ".gridhall-home").exists()


def test_audit_verify_is_honest_about_a_file_that_holds_no_heads(tmp_path: Path) -> None:
    path = tmp_path / "heads.json"
    path.write_text('[{"chain": 1}]')

    result = gridhall("audit", "verify", "--heads", str(path))

    assert result.returncode == 1
    assert "gridhall audit heads" in result.stderr


def test_clean_demo_removes_only_what_gridhall_made(data_folder: Path) -> None:
    from gridhall.config import secrets

    secrets.secret_key()
    (data_folder / "letter.txt").write_text("somebody's")

    remove(data_folder)

    assert [path.name for path in data_folder.iterdir()] == ["letter.txt"]


def test_clean_demo_never_touches_production(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridhall.config import secrets

    secrets.secret_key()
    monkeypatch.setenv("GRIDHALL_ENV", "production")

    with pytest.raises(InstallationError, match="production"):
        remove(data_folder)


def test_test_server_hands_on_the_exit_code() -> None:
    code = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']); raise SystemExit(7)"

    result = gridhall("test-server", "--", sys.executable, "-c", code)

    assert result.returncode == 7, result.stderr


def test_doctor_finds_an_open_secret_and_says_how_to_mend_it(data_folder: Path) -> None:
    from gridhall.config import secrets

    secrets.secret_key()
    secrets.secret_files()[0].chmod(0o640)

    result = gridhall("doctor", "--json", DATABASE_URL="")

    found = {one["subject"]: one for one in json.loads(result.stdout)["findings"]}
    assert result.returncode == 1
    assert found["secrets"]["state"] == "broken"
    assert "chmod 600" in found["secrets"]["remedy"]


def test_doctor_finds_a_server_that_does_not_answer(data_folder: Path) -> None:
    result = gridhall("doctor", "--json", DATABASE_URL="postgresql://me@127.0.0.1:1/none")

    found = {one["subject"]: one for one in json.loads(result.stdout)["findings"]}
    assert result.returncode == 1
    assert "DATABASE_URL" in found["database"]["remedy"]


def test_books_are_listed_shown_and_checked(tmp_path: Path) -> None:
    listed = CliRunner().invoke(cli, ["books", "list", "guangdong", "--json"])
    assert "GD-RES-TIER" in {row["code"] for row in json.loads(listed.stdout)}

    shown = CliRunner().invoke(cli, ["books", "show", "ZJ-RES-TIER", "--on", "2026-01-01"])
    assert "ZJ.residential.tier_1 = 0.538 yuan/kWh  [A]" in shown.output

    assert CliRunner().invoke(cli, ["books", "check"]).exit_code == 0


def test_books_check_says_what_the_change_log_lacks(tmp_path: Path) -> None:
    shutil.copytree(folder.packaged_folder(), tmp_path / "books")
    log = tmp_path / "books" / "CHANGELOG.md"
    log.write_text(log.read_text("utf-8").replace("| `CN/hubei/hours` | 2025", "| `x` | 2025"))

    result = CliRunner().invoke(cli, ["books", "check", "--books", str(tmp_path / "books")])

    assert result.exit_code == 1
    assert "CN/hubei/hours, in force from 2025-01-01" in result.output


def test_books_diff_says_what_changes_in_both_languages(tmp_path: Path) -> None:
    old = folder.packaged_folder() / "CN" / "zhejiang" / "residential.yaml"
    new = tmp_path / "new.yaml"
    new.write_text(old.read_text("utf-8").replace('value: "0.588"', 'value: "0.589"'), "utf-8")

    result = CliRunner().invoke(cli, ["books", "diff", str(old), str(new)])

    assert "0.588 元/千瓦时 更正为 0.589 元/千瓦时" in result.output
    assert "0.588 yuan/kWh → 0.589 yuan/kWh" in result.output
