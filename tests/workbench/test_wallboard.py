"""The wall board: right figures, nothing personal, fresh by itself, closed with the session."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from gridhall.foundation.identity import services as identity_services
from gridhall.servicedesk import notify
from gridhall.servicedesk import selectors as servicedesk
from gridhall.workbench.wallboard import board, streaming
from tests.receivables import street

PATH = "/workbench/wall-board/"
NOW = timezone.make_aware(datetime(2026, 3, 4, 15, 0))  # noqa: DTZ001
TODAY = NOW.replace(hour=0)


def case(place: Any, number: int, **more: Any) -> Any:
    """Write a case as it stands."""
    values = {
        "number": f"S{number:012}", "kind": "COMPLAINT", "channel": "PHONE", "organisation": place,
        "summary": "抄表", "received_at": NOW - timedelta(days=2), "dedup_key": f"wall-{number}",
        "registered_at": NOW - timedelta(days=2), "contact_name": "赵某甲",
        "contact_phone": "13800000001", "text": "家住梅花路",
    }  # fmt: skip
    return apps.get_model("servicedesk.Case").objects.create(**{**values, **more})


def supervisor(place: Any, *, username: str = "supervisor-1") -> Any:
    user, _new = identity_services.create_user(
        username=username, password="a long password", kind="EMPLOYEE", display_name="钱班长"
    )
    identity_services.assign_role(
        user=user, role="SERVICE_SUPERVISOR", organisation=place, valid_from=date(2020, 1, 1)
    )
    return user


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    board._kept.clear()
    yield
    board._kept.clear()


@pytest.fixture
def halls() -> tuple[Any, Any]:
    return street.organisation(), street.organisation("42")


def filled(here: Any, there: Any) -> None:
    """Two halls with one case of each state in the first, and two more that must not count."""
    case(here, 1, due_at=NOW - timedelta(minutes=1), status="IN_PROGRESS")
    case(here, 2, due_at=NOW + timedelta(minutes=30), kind="REPAIR", registered_at=TODAY,
         received_at=NOW - timedelta(days=9))  # fmt: skip
    case(here, 3, due_at=NOW - timedelta(hours=1), status="WAITING_CUSTOMER")
    for number, (satisfied, rating) in enumerate(((True, 5), (False, 2), (None, None)), start=4):
        case(here, number, status="CLOSED", closed_at=NOW, satisfied=satisfied, rating=rating)
    case(here, 7, status="CLOSED", closed_at=TODAY - timedelta(minutes=1), satisfied=True)
    case(here, 8, sealed=True, kind="REPORT", contact_name="", contact_phone="")
    case(there, 9, due_at=NOW - timedelta(hours=2))


@pytest.mark.django_db
@pytest.mark.requirement("R55")
def test_every_figure_counts_what_it_says(halls: tuple[Any, Any]) -> None:
    filled(*halls)
    here = street.identity.Scope(organisation_ids=frozenset({halls[0].pk}))

    found = servicedesk.wall_figures(scope=here, since=TODAY, at=NOW)

    total = found.total
    assert (total.open, total.overdue, total.due_soon, total.paused) == (3, 1, 1, 1)
    assert (total.received, total.closed) == (1, 3)
    assert (found.satisfied, found.judged, found.rating) == (1, 2, 3.5)
    assert found.cells[(halls[0].pk, "REPAIR")].due_soon == 1
    assert [one.number[-1] for one in found.longest] == ["2", "1", "3"]
    assert "REPORT" not in {kind for _unit, kind in found.cells}
    whole = servicedesk.wall_figures(scope=street.identity.whole_company(), since=TODAY, at=NOW)
    assert whole.total.overdue == 2


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_says_it_without_a_name(halls: tuple[Any, Any], language: str) -> None:
    filled(*halls)
    client = Client(headers={"accept-language": language})
    client.force_login(supervisor(halls[0]))

    page = client.get(PATH).content.decode()
    part = client.get(f"{PATH}figures/").content.decode()

    assert ("今日受理" if language == "zh-hans" else "Received today") in page
    assert part.strip() in page
    assert "S000000000002" in part
    assert halls[0].name in part
    for secret in ("赵", "13800000001", "梅花路", "抄表", "S000000000008", "S000000000009"):
        assert secret not in page
    assert client.get(f"{PATH}stream/").status_code == 204  # this server cannot stream


@pytest.mark.django_db
def test_units_are_added_up_below_the_readers_own(halls: tuple[Any, Any]) -> None:
    filled(*halls)
    units = street.identity.units_on(scope=street.identity.whole_company(), on=NOW.date())
    found = servicedesk.wall_figures(scope=street.identity.whole_company(), since=TODAY, at=NOW)
    lines = {line.label: line.counts.open for line in board._by_unit(found, units)}
    assert lines == {halls[0].name: 3, halls[1].name: 1}


class Server:
    """The real web server in a thread of this test."""

    def __init__(self) -> None:
        from gridhall.config.asgi import application

        config = uvicorn.Config(application, port=0, log_config=None, lifespan="off")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_more: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture
def address(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    limits = {"screens": 3, "screens_a_person": 2, "heartbeat_seconds": 1, "minutes": 5}
    monkeypatch.setattr(settings, "GRIDHALL_WALL_BOARD", limits)
    monkeypatch.setattr(board, "KEPT_SECONDS", 0)
    with Server() as found:
        yield found


def cookies(user: Any) -> dict[str, str]:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


class Screen:
    """A wall board that collects what it is sent."""

    def __init__(self, address: str, jar: dict[str, str], language: str = "zh-hans") -> None:
        self.names: list[str] = []
        self.text, self.status, self.ended = "", 0, False
        self.address, self.jar = address, jar
        self.headers = {"X-GridHall-Poll": "1", "HX-Request": "true", "Accept-Language": language}
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        with httpx.stream("GET", f"{self.address}{PATH}stream/", cookies=self.jar,
                          headers=self.headers, timeout=20) as answer:  # fmt: skip
            self.status = answer.status_code
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    self.names.append(line[7:])
                if self.names and self.names[-1] == "figures" and line.startswith("data: "):
                    self.text += line[6:]
        self.ended = True


def soon(true: Callable[[], Any], seconds: float = 8) -> None:
    """Wait until it holds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def connections_here() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_screens_are_told_at_once_and_hold_no_connection(address: str) -> None:
    hall = street.organisation()
    jar, other = cookies(supervisor(hall)), cookies(supervisor(hall, username="supervisor-2"))
    before = connections_here()
    screens = [Screen(address, jar), Screen(address, jar), Screen(address, other, "en")]
    soon(lambda: all("figures" in one.names for one in screens))

    case(hall, 7)
    notify.cases_changed()  # no transaction is open: told at once
    soon(lambda: all("S000000000007" in one.text for one in screens))
    assert "Waiting longest" in screens[2].text
    soon(lambda: connections_here() == before + 1)  # one listens for all

    full, refused = httpx.get(f"{address}{PATH}stream/", cookies=other), screens[0].status
    assert (full.status_code, full.headers["retry-after"], refused) == (503, "30", 200)
    assert len(streaming.HUB) == 3


def test_a_screen_ends_with_its_session(address: str) -> None:
    hall = street.organisation()
    jar = cookies(supervisor(hall))
    screen = Screen(address, jar)
    soon(lambda: "figures" in screen.names)

    apps.get_model("sessions.Session").objects.all().delete()
    soon(lambda: screen.ended)

    assert screen.names[-1] == "over"
    signed_out = httpx.get(f"{address}{PATH}stream/", cookies=jar, headers=screen.headers)
    assert signed_out.status_code == 401
    soon(lambda: len(streaming.HUB) == 0)


def test_a_screen_ends_with_the_role(address: str) -> None:
    hall = street.organisation()
    screen = Screen(address, cookies(supervisor(hall)))
    soon(lambda: "figures" in screen.names)
    apps.get_model("identity.RoleAssignment").objects.update(valid_to="2021-01-01")
    soon(lambda: screen.ended)
    assert screen.names[-1] == "over"


def test_a_screen_is_sent_through_the_door_again(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.GRIDHALL_WALL_BOARD, "minutes", 0)
    screen = Screen(address, cookies(supervisor(street.organisation())))
    soon(lambda: screen.ended)
    assert screen.names == ["figures", "again"]
