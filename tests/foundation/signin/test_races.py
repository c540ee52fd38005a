"""Codes under fire: many at once get no more than one after another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from gridhall.foundation.signin import services
from gridhall.kernel.errors import GridHallError

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MANY = 8

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[int], Any]) -> list[str]:
    """Do ``act`` many times at the same moment; return what came of each."""
    start = Barrier(MANY)

    def one(number: int) -> str:
        start.wait()
        try:
            act(number)
        except GridHallError as error:
            return error.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return sorted(pool.map(one, range(MANY)))


def ask(number: int) -> Any:
    return services.request_code(
        typed_phone="15400000001", purpose="LOG_IN", address=f"203.0.113.{number}", at=AT
    )


def test_one_phone_gets_one_code_a_minute_also_at_once() -> None:
    assert at_once(ask) == ["TOO_MANY_CODES"] * (MANY - 1) + ["done"]


def test_a_code_is_used_once_also_at_once() -> None:
    sent = ask(1)
    came = at_once(lambda _n: services.check_code(pk=sent.pk, digits=sent.shown, at=AT))
    assert came.count("done") == 1
    assert set(came) == {"done", "CODE_SPENT"}


def test_five_tries_are_five_also_at_once() -> None:
    sent = ask(1)
    wrong = f"{(int(sent.shown) + 1) % 1_000_000:06}"
    came = at_once(lambda _n: services.check_code(pk=sent.pk, digits=wrong, at=AT))
    assert "done" not in came
    assert apps.get_model("signin.OneTimeCode").objects.get(pk=sent.pk).tries == 5


def test_a_proof_opens_one_login_also_at_once() -> None:
    sent = ask(1)
    services.check_code(pk=sent.pk, digits=sent.shown, at=AT)
    came = at_once(lambda _n: services.open_login(proof_id=sent.pk, display_name="x", at=AT))
    assert came == ["CODE_SPENT"] * (MANY - 1) + ["done"]
    assert apps.get_model("identity.User").objects.count() == 1
