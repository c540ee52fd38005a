"""The dump of a migrated database that test runs share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from gridhall.config.postgres import migrated, tools


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrating and dumping say what was done instead of doing it."""
    monkeypatch.setattr(migrated, "call_command", lambda *args, **given: None)
    monkeypatch.setattr(tools, "dump", lambda *args, **given: [b"dumped ", b"anew"])
    return tmp_path


def test_the_first_run_keeps_a_dump_and_the_next_restores_it(
    folder: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored: list[bytes] = []
    monkeypatch.setattr(tools, "restore", lambda _settings, chunks: restored.extend(chunks))
    kept = folder / f"{migrated.fingerprint()}.dump"

    migrated._fill(connection, kept)
    assert kept.read_bytes() == b"dumped anew"
    assert restored == []

    migrated._fill(connection, kept)
    assert restored == [b"dumped anew"]


def test_a_broken_dump_is_made_anew(folder: Path, db: None) -> None:
    kept = folder / "0.dump"
    kept.write_bytes(b"half a du")

    migrated._fill(connection, kept)

    assert kept.read_bytes() == b"dumped anew"


def test_a_dump_is_of_these_migrations(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    before = migrated.fingerprint()

    monkeypatch.setattr(migrated, "SOURCES", ("**/migrations/0001*.py",))

    assert migrated.fingerprint() != before
    assert len(before) == 32
