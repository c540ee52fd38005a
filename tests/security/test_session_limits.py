"""Nobody stays signed in for ever."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gridhall.config import session_limits
from gridhall.journeys.demo_town.people import PASSWORD
from tests.security.cast import Cast

MINUTE, HOUR = 60, 3600


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_800_000_000.0]
    monkeypatch.setattr(session_limits.time, "time", lambda: now[0])
    return now


@pytest.fixture
def client(cast: Cast, clock: list[float]) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": "clerk-zj", "password": PASSWORD})
    assert client.get("/workbench/").status_code == 200
    return client


def is_inside(client: Client) -> bool:
    return client.get("/workbench/").status_code == 200


def test_who_was_idle_must_log_in_again(client: Client, clock: list[float], settings: Any) -> None:
    clock[0] += 29 * MINUTE
    assert is_inside(client)
    clock[0] += 31 * MINUTE

    answer = client.get("/workbench/help/")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fworkbench%2Fhelp%2F"
    assert not is_inside(client)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(
    client: Client, clock: list[float]
) -> None:
    for _ in range(3):
        clock[0] += 10 * MINUTE
        client.get("/workbench/", headers={"X-GridHall-Poll": "1"})
    clock[0] += 1
    assert not is_inside(client)


def test_a_busy_session_ends_after_a_working_day(client: Client, clock: list[float]) -> None:
    for _ in range(8 * 3):
        clock[0] += 20 * MINUTE - 1
        assert is_inside(client)

    clock[0] += 10 * MINUTE

    assert not is_inside(client)


def test_a_session_is_not_written_with_every_request(client: Client, clock: list[float]) -> None:
    before = dict(client.session.items())
    clock[0] += 59
    is_inside(client)
    assert dict(client.session.items()) == before
    clock[0] += 1
    is_inside(client)
    assert client.session["seen_at"] == before["seen_at"] + MINUTE
