"""`gridhall login`: the way back and the way out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner

from gridhall.config.cli import cli
from gridhall.config.errors import InstallationError
from gridhall.foundation.identity.services import create_user

pytestmark = pytest.mark.django_db


def run(*words: str) -> Any:
    return CliRunner().invoke(cli, ["login", *words, "--json"])


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    from gridhall.config.commands import login

    monkeypatch.setattr(login, "ensure_database", lambda: None)


def test_lost_factors_are_taken_off() -> None:
    user, _new = create_user(
        username="admin1", password="amber-heron-river", kind="EMPLOYEE", display_name=""
    )
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    told = run("reset-factors", "admin1", "--reason", "phone lost")
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout) == {"login": "admin1", "factors_removed": 1}
    assert not Authenticator.objects.exists()


def test_sessions_are_ended() -> None:
    create_user(username="admin1", password="amber-heron-river", kind="EMPLOYEE", display_name="")
    told = run("end-sessions", "admin1", "--reason", "left", "--by", "admin1")
    assert json.loads(told.stdout) == {"login": "admin1", "sessions_ended": 0}


def test_a_password_is_given_to_hand_over() -> None:
    user, _new = create_user(
        username="clerk1", password="amber-heron-river", kind="EMPLOYEE", display_name=""
    )
    told = json.loads(run("new-password", "clerk1", "--reason", "forgotten").stdout)
    user.refresh_from_db()
    assert user.check_password(told["password"])


def test_an_unknown_login_and_a_missing_reason_are_told() -> None:
    assert isinstance(run("end-sessions", "nobody", "--reason", "x").exception, InstallationError)
    assert run("end-sessions", "nobody").exit_code == 2
