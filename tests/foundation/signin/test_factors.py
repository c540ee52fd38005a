"""Second factors: set up, asked for, required, lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from gridhall.foundation.privacy import ciphers, holders
from gridhall.foundation.signin import sealed, selectors, services
from tests.foundation.signin.conftest import PASSWORD, acts, everything_noted, is_in, log_in

ACTIVATE, SECOND = "/accounts/2fa/totp/activate/", "/accounts/2fa/authenticate/"
CODES = "/accounts/2fa/recovery-codes/"


def confirm(client: Any) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/security/"})


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, sorted(yield_hotp_counters_from_time())[1]))


def set_up_totp(client: Any) -> str:
    """Set the authenticator app up; return its secret."""
    confirm(client)
    assert client.get(ACTIVATE).status_code == 200
    secret = client.session["mfa.totp.secret"]
    answer = client.post(ACTIVATE, {"code": code_now(secret)})
    assert answer["Location"] == CODES
    return str(secret)


@pytest.fixture
def required(settings: Any) -> None:
    """Be an installation that is no demo, as far as second factors go."""
    settings.GRIDHALL_SECOND_FACTOR_REQUIRED = True


@pytest.mark.requirement("R120")
def test_the_second_step_is_asked_for(employee: Any, browser: Any) -> None:
    first = browser()
    log_in(first, "clerk1")
    secret = set_up_totp(first)
    cache.clear()

    client = browser()
    assert log_in(client, "clerk1")["Location"] == SECOND
    assert not is_in(client)
    assert client.get("/accounts/security/").status_code == 302
    assert client.post(SECOND, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    client.post(SECOND, {"code": code_now(secret)})

    assert is_in(client)
    assert "factor_added" in acts(employee)
    noted = acts(employee)
    assert noted[-1] == "signed_in"
    assert "failed" in noted


def test_a_code_of_the_app_serves_once(employee: Any, browser: Any) -> None:
    first = browser()
    log_in(first, "clerk1")
    secret = set_up_totp(first)
    cache.clear()
    code = code_now(secret)
    for client, inside in ((browser(), True), (browser(), False)):
        log_in(client, "clerk1")
        client.post(SECOND, {"code": code})
        assert is_in(client) is inside


def test_codes_are_not_guessed_for_long(employee: Any, browser: Any) -> None:
    first = browser()
    log_in(first, "clerk1")
    secret = set_up_totp(first)
    cache.clear()
    for number in range(5):
        client = browser(address=f"198.51.100.{number}")
        log_in(client, "clerk1")
        client.post(SECOND, {"code": "000000"})
    client = browser(address="198.51.100.99")
    log_in(client, "clerk1")
    client.post(SECOND, {"code": code_now(secret)})
    assert not is_in(client)


def test_secrets_are_encrypted_in_the_table(employee: Any, browser: Any) -> None:
    client = browser()
    log_in(client, "clerk1")
    secret = set_up_totp(client)
    codes = client.get(CODES).context["unused_codes"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, '|') FROM mfa_authenticator")
        stored = cursor.fetchone()[0]
    assert secret not in stored
    assert not any(code in stored for code in codes)
    assert "seed" in stored
    noted = everything_noted()
    assert secret not in noted
    assert not any(code in noted for code in codes)


def test_a_stored_secret_that_was_altered_opens_nothing(employee: Any, browser: Any) -> None:
    from cryptography.exceptions import InvalidTag

    client = browser()
    log_in(client, "clerk1")
    set_up_totp(client)
    row = Authenticator.objects.get(type="totp")
    sealed = row.data["secret"]
    row.data["secret"] = sealed[:-6] + ("AAAAA=" if not sealed.endswith("AAAAA=") else "BBBBB=")
    row.save()
    other = browser()
    log_in(other, "clerk1")
    with pytest.raises((InvalidTag, ValueError)):
        other.post(SECOND, {"code": "123456"})


def test_recovery_codes_are_shown_once_and_serve_once(employee: Any, browser: Any) -> None:
    first = browser()
    log_in(first, "clerk1")
    set_up_totp(first)
    codes = first.get(CODES).context["unused_codes"]
    assert len(codes) == 10
    assert set(first.get(CODES).context["unused_codes"]) == {"****"}
    for client, inside in ((browser(), True), (browser(), False)):
        cache.clear()
        log_in(client, "clerk1")
        client.post(SECOND, {"code": codes[0]})
        assert is_in(client) is inside
    assert "recovery_code_used" in acts(employee)
    assert selectors.factors_of(user_id=employee.pk).recovery_codes_left == 9


@pytest.mark.requirement("R120")
def test_an_employee_without_a_factor_opens_nothing_else(
    employee: Any, browser: Any, required: None
) -> None:
    client = browser()
    log_in(client, "clerk1")
    for address in (
        "/",
        "/workbench/",
        "/workbench/customers/",
        "/accounts/security/",
        "/gallery/",
    ):
        assert client.get(address)["Location"] == "/accounts/security/enrol/", address
    assert client.get("/api/v1/accounts?search=x").status_code == 403
    assert client.get("/workbench/", headers={"hx-request": "true"}).status_code == 401
    assert client.get("/accounts/security/enrol/").status_code == 200
    set_up_totp(client)
    assert client.get("/workbench/").status_code == 200
    assert client.get("/accounts/security/enrol/")["Location"] == "/accounts/security/"


def test_customers_and_the_demo_are_not_forced(
    customer: Any, employee: Any, browser: Any, settings: Any
) -> None:
    client = browser()
    log_in(client, "clerk1")
    assert client.get("/workbench/").status_code == 200
    settings.GRIDHALL_SECOND_FACTOR_REQUIRED = True
    client = browser()
    log_in(client, "home1")
    assert client.get("/accounts/security/").status_code == 200


def test_production_requires_it() -> None:
    import os
    import subprocess
    import sys

    code = (
        "from django.conf import settings;"
        "print(settings.GRIDHALL_SECOND_FACTOR_REQUIRED, settings.SESSION_COOKIE_SECURE)"
    )
    ring = '{"active": "k1", "keys": {"k1": "%s"}, "index_key": "%s"}' % (("A" * 43 + "=",) * 2)
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "GRIDHALL_ENV": "production", "GRIDHALL_SECRET_KEY": "x" * 50,
             "GRIDHALL_KEYRING": ring, "DATABASE_URL": "postgres://u:p@localhost/none"},
    )  # fmt: skip
    assert told.stdout.split() == ["True", "True"]


def test_the_last_factor_of_who_needs_one_stays(
    employee: Any, browser: Any, required: None
) -> None:
    client = browser()
    log_in(client, "clerk1")
    set_up_totp(client)
    page = client.post("/accounts/2fa/totp/deactivate/")
    assert page.status_code == 200
    assert "最后一种两步验证方式" in page.content.decode()
    assert selectors.has_second_factor(user_id=employee.pk)


def test_in_the_demo_it_can_be_taken_off(employee: Any, browser: Any) -> None:
    client = browser()
    log_in(client, "clerk1")
    set_up_totp(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not selectors.has_second_factor(user_id=employee.pk)
    assert acts(employee)[-1] == "factor_removed"
    assert selectors.factors_of(user_id=employee.pk).recovery_codes_left is None


def test_sessions_opened_without_the_factor_end(employee: Any, browser: Any) -> None:
    elsewhere, client = browser(), browser()
    log_in(elsewhere, "clerk1")
    log_in(client, "clerk1")
    set_up_totp(client)
    assert elsewhere.get("/workbench/").status_code == 302
    assert client.get("/workbench/").status_code == 200


def test_a_lost_device_is_taken_off_by_the_company(
    employee: Any, browser: Any, required: None
) -> None:
    client = browser()
    log_in(client, "clerk1")
    set_up_totp(client)
    removed = services.remove_factors(
        user=employee, actor_id=None, reason="手机遗失", at=timezone.now()
    )
    assert removed == 2
    assert client.get("/workbench/").status_code == 302
    assert acts(employee)[-1] == "factors_reset"
    again = browser()
    log_in(again, "clerk1")
    assert again.get("/workbench/")["Location"] == "/accounts/security/enrol/"


@pytest.mark.parametrize(
    "address", [ACTIVATE, "/accounts/2fa/recovery-codes/generate/", "/accounts/passkeys/add/"]
)
def test_a_factor_is_changed_only_after_confirming(
    employee: Any, browser: Any, address: str
) -> None:
    client = browser()
    log_in(client, "clerk1")
    assert client.get(address)["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(address, {})["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.requirement("R120")
def test_secrets_follow_the_change_of_the_key(employee: Any, browser: Any, settings: Any) -> None:
    client = browser()
    log_in(client, "clerk1")
    secret = set_up_totp(client)
    old = settings.GRIDHALL_KEYRING
    settings.GRIDHALL_KEYRING = SimpleNamespace(
        active_id="fresh", keys={**old.keys, "fresh": b"\x07" * 32}, index_key=old.index_key
    )
    fresh = ciphers.active_head()
    store = next(one for one in holders.all_holders() if one.name == sealed.NAME)
    assert fresh not in store.heads()

    after, seen, left = store.rekey(head=fresh, after=None, limit=100)

    assert (seen, left) == (2, 0)
    assert store.heads() == {fresh: 2}
    assert store.rekey(head=fresh, after=after, limit=100) == (None, 0, 0)
    settings.GRIDHALL_KEYRING = SimpleNamespace(
        active_id="fresh", keys={"fresh": b"\x07" * 32}, index_key=old.index_key
    )
    cache.clear()
    again = browser()
    log_in(again, "clerk1")
    again.post(SECOND, {"code": code_now(secret)})
    assert is_in(again)
