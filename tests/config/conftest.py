"""An empty data folder of its own for each test of the platform."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridhall.config.postgres import throwaway
from gridhall.config.postgres.cluster import scratch_folder


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point GridHall at a data folder that is not there yet, with nothing from the environment."""
    folder = tmp_path / "data"
    for name in ("GRIDHALL_SECRET_KEY", "GRIDHALL_KEYRING", "GRIDHALL_ENV", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GRIDHALL_HOME", str(folder))
    return folder


@pytest.fixture
def server() -> Iterator[throwaway.Throwaway]:
    """A throw-away server of this test's own, to be ill-treated."""
    own = throwaway.create()
    yield own
    own.remove()


@pytest.fixture
def reachable_folder() -> Iterator[Path]:
    """A folder that the server's user can reach too, even when the tests run as root."""
    folder = scratch_folder("gridhall-reach-")
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
