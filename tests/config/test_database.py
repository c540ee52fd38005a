"""The database address comes from DATABASE_URL or the embedded server's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridhall.config import database
from gridhall.config.errors import InstallationError


def test_url_with_every_part() -> None:
    settings = database.parse_url("postgresql://hall:p%40ss@db.example:5433/grid?sslmode=require")

    assert settings == {
        "NAME": "grid",
        "USER": "hall",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    "url",
    ["postgresql:///grid?host=/run/pg", "postgresql://%2Frun%2Fpg/grid"],
    ids=["query", "host"],
)
def test_url_with_a_socket_folder(url: str) -> None:
    assert database.parse_url(url)["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    "url",
    ["mysql://u:secret@h/d", "postgresql://u:secret@h:port/d", "postgresql://u:secret@h"],
)
def test_unusable_url_is_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(InstallationError) as caught:
        database.parse_url(url)

    assert "secret" not in str(caught.value)


def test_settings_work_before_the_first_start(data_folder: Path) -> None:
    settings = database.database_settings()

    assert settings["HOST"].startswith(str(data_folder))
    assert settings["OPTIONS"]["server_side_binding"] is False
    assert not data_folder.exists()


def test_url_wins_over_the_embedded_server(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@db.example/grid")

    assert database.is_external()
    assert database.database_settings()["HOST"] == "db.example"
