"""`gridhall audit`: archive, note heads down outside, and find out who tampered with what."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from gridhall.foundation.audit import services
from tests.journeys.test_import_kill import address_of_this_database

pytestmark = pytest.mark.django_db(transaction=True)


def gridhall(*arguments: str) -> tuple[int, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "gridhall.config.cli", "audit", *arguments],
        env={**os.environ, "DATABASE_URL": address_of_this_database()},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def act(month: int, number: int, year: int = 2025) -> None:
    services.record(
        action="test.done", at=datetime(year, month, 10, tzinfo=UTC), actor_id=None,
        object_type="thing", object_id=number,
    )  # fmt: skip


def test_archive_then_prove_then_catch_who_tampers(tmp_path: Path) -> None:
    heads, folder = tmp_path / "heads.jsonl", tmp_path / "archive"
    for month in (1, 1, 2):
        act(month, month)
    act(11, 1, year=2099)
    assert gridhall("heads", "--to", str(heads))[0] == 0

    code, made = gridhall("archive", "--to", str(folder), "--json")
    assert [one["rows"] for one in made] == [2, 1]
    proof = ("verify", "--heads", str(heads), "--archive-folder", str(folder), "--json")
    code, told = gridhall(*proof)
    assert (code, told["sound"], told["archived"]) == (0, True, 3)

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditevent SET reason = 'x' WHERE sequence = 5")
        cursor.execute("DELETE FROM audit_auditevent WHERE sequence = 4")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")
    (folder / "audit-2025-02.jsonl.gz").unlink()

    code, told = gridhall(*proof)
    assert code == 1
    faults = "\n".join(told["faults"])
    assert "chain 0: rows 4 to 4 are missing" in faults
    assert "chain 0, row 5: was altered" in faults
    assert "chain 0, row 4: was there and is gone" in faults
    assert "audit-2025-02.jsonl.gz: the file is missing" in faults


def test_what_must_stay_at_hand_is_not_archived(tmp_path: Path) -> None:
    code, told = gridhall("archive", "--before", "2099-01", "--to", str(tmp_path))

    assert code == 1
    assert "AUDIT_ARCHIVE_TOO_YOUNG" in told
