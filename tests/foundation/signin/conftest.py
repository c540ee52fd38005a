"""People who sign in, and browsers they do it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache, caches
from django.test import Client

from gridhall.foundation.identity.services import create_user

PASSWORD = "amber-heron-river-42"
LOGIN = "/accounts/login/"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1"
PHONE = "15400000001"


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> Iterator[None]:
    """Attempts that are counted must not reach the next test."""
    cache.clear()
    caches["process"].clear()
    yield
    cache.clear()
    caches["process"].clear()


@pytest.fixture
def customer() -> Any:
    """Return a customer with a password."""
    return create_user(username="home1", password=PASSWORD, kind="CUSTOMER", display_name="王女士")[
        0
    ]


@pytest.fixture
def employee() -> Any:
    """Return an employee with a password."""
    return create_user(
        username="clerk1", password=PASSWORD, kind="EMPLOYEE", display_name="林晓雯"
    )[0]


@pytest.fixture
def browser() -> Callable[..., Client]:
    """Return a function that opens a browser: ``browser(agent=IPHONE, address="203.0.113.7")``."""

    def open_browser(*, agent: str = CHROME, address: str = "203.0.113.7") -> Client:
        return Client(
            headers={"accept-language": "zh-hans", "user-agent": agent}, REMOTE_ADDR=address
        )

    return open_browser


def log_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": name, "password": password, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def acts(user: Any = None) -> list[str]:
    """Return what the audit trail knows about signing in, oldest first."""
    rows = apps.get_model("audit.AuditEvent").objects.filter(action__startswith="signin.")
    if user is not None:
        rows = rows.filter(object_id=str(user.pk))
    return [
        row.removeprefix("signin.") for row in rows.order_by("pk").values_list("action", flat=True)
    ]


def newest(action: str) -> Any:
    """Return the newest audit row of one act."""
    return apps.get_model("audit.AuditEvent").objects.filter(action=f"signin.{action}").latest("pk")


def everything_noted() -> str:
    """Return all of the audit trail as text, to search it for what must not be there."""
    rows = apps.get_model("audit.AuditEvent").objects.values_list(
        "object_label", "reason", "changes", "object_id"
    )
    return repr(list(rows))


def code_of(client: Client) -> str:
    """Return the code the demo's phone shows."""
    return str(client.session["signin.code"]["shown"])


def prove(client: Client, start: str, phone: str = PHONE, **more: str) -> Any:
    """Ask for a code at ``start`` and type it; return the answer."""
    sent = client.post(start, {"phone": phone, **more})
    assert sent.status_code == 302, sent.content.decode()
    return client.post("/accounts/phone/code/", {"digits": code_of(client), **more})
