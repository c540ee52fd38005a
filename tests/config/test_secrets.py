"""Secrets are made once, kept closed, and never made up in production."""

from __future__ import annotations

import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gridhall.config import secrets
from gridhall.config.errors import InstallationError


def test_first_start_makes_secrets_that_stay(data_folder: Path) -> None:
    key, ring = secrets.secret_key(), secrets.keyring()

    assert (secrets.secret_key(), secrets.keyring()) == (key, ring)
    assert len(ring.keys[ring.active_id]) == len(ring.index_key) == 32
    assert [oct(path.stat().st_mode & 0o777) for path in secrets.secret_files()] == ["0o600"] * 2


def test_two_first_starts_at_once_agree(data_folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: secrets.keyring(), range(16)))

    assert all(ring == rings[0] for ring in rings)


def test_production_makes_nothing_up(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDHALL_ENV", "production")

    with pytest.raises(InstallationError, match="GRIDHALL_SECRET_KEY"):
        secrets.secret_key()
    with pytest.raises(InstallationError, match="GRIDHALL_KEYRING"):
        secrets.keyring()
    assert not data_folder.exists()


def test_check_environment_touches_nothing(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRIDHALL_ENV", "check")

    secrets.secret_key()
    secrets.keyring()

    assert not data_folder.exists()


def test_secret_open_to_others_is_refused_with_its_remedy(data_folder: Path) -> None:
    secrets.secret_key()
    path = secrets.secret_files()[0]
    path.chmod(0o644)

    with pytest.raises(InstallationError) as caught:
        secrets.secret_key()

    assert "chmod 600" in caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        "{}",
        json.dumps({"active": "a", "keys": {"b": b64encode(bytes(32)).decode()}, "index_key": ""}),
        json.dumps(
            {"active": "a", "keys": {"a": b64encode(b"short").decode()}, "index_key": "AA=="}
        ),
    ],
)
def test_unusable_keyring_is_refused_without_showing_it(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("GRIDHALL_KEYRING", text)

    with pytest.raises(InstallationError) as caught:
        secrets.keyring()

    assert b64encode(b"short").decode() not in str(caught.value)


def test_keyring_never_prints_its_keys() -> None:
    ring = secrets.parse_keyring(secrets.new_keyring())

    assert "keys=" not in repr(ring)
