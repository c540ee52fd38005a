"""Sessions, devices, and what the audit trail keeps of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.cache import caches
from django.utils import timezone

from gridhall.foundation.messages.registry import rendered
from gridhall.foundation.signin import devices, selectors, services
from gridhall.foundation.signin.errors import NoSuchSession
from tests.foundation.signin.conftest import (
    CHROME,
    IPHONE,
    PASSWORD,
    acts,
    everything_noted,
    is_in,
    log_in,
    newest,
)

SECURITY, END = "/accounts/security/", "/accounts/security/sessions/end/"


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (CHROME, "Chrome · Windows"),
        (IPHONE, "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile MicroMessenger/8", "WeChat · Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox · Linux"),
        ("curl/8.0", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_told_by_what_it_says(agent: str, label: str) -> None:
    assert devices.label_of(agent) == label


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.7", "203.0.113.*"), ("2001:db8:1:2::7", "2001:db8:1::*"), ("", ""), ("x", "")],
)
def test_a_network_names_no_single_line(address: str, network: str) -> None:
    assert devices.network_of(address) == network


@pytest.mark.requirement("R120")
def test_sessions_are_listed_and_ended(employee: Any, browser: Any) -> None:
    here, phone = browser(), browser(agent=IPHONE, address="198.51.100.4")
    log_in(phone, "clerk1")
    log_in(here, "clerk1")
    page = here.get(SECURITY).content.decode()
    for shown in ("Chrome · Windows", "203.0.113.7", "Safari · iPhone", "198.51.100.4"):
        assert shown in page
    other = next(one for one in here.get(SECURITY).context["sessions"] if not one.current)

    here.post(END, {"session": str(other.id)})

    assert phone.get("/workbench/").status_code == 302
    assert here.get("/workbench/").status_code == 200
    assert "session_ended" in acts(employee)


def test_all_others_end_at_once(employee: Any, browser: Any) -> None:
    clients = [browser() for _number in range(3)]
    for client in clients:
        log_in(client, "clerk1")
    clients[0].post(END, {"session": "others"})
    assert [client.get("/workbench/").status_code for client in clients] == [200, 302, 302]
    assert newest("session_ended").changes == {"count": 2}


def test_nobody_ends_the_session_of_another(employee: Any, customer: Any, browser: Any) -> None:
    mine, other = browser(), browser()
    log_in(mine, "home1")
    log_in(other, "clerk1")
    foreign = UserSession.objects.get(user=employee)
    for given in (str(foreign.pk), "0", "x", "9" * 30, ""):
        assert mine.post(END, {"session": given}).status_code == 404
    assert other.get("/workbench/").status_code == 200
    with pytest.raises(NoSuchSession):
        services.end_session(user=customer, session_id=foreign.pk, at=timezone.now())


def test_a_new_password_ends_the_other_sessions(employee: Any, browser: Any) -> None:
    here, elsewhere = browser(), browser()
    log_in(here, "clerk1")
    log_in(elsewhere, "clerk1")
    new = "quiet-barge-lantern-7"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert here.get("/workbench/").status_code == 200
    assert elsewhere.get("/workbench/").status_code == 302
    assert len(selectors.sessions_of(user=employee, current_key="")) == 1
    assert "password_changed" in acts(employee)


def test_the_time_a_session_was_seen_moves_on_without_a_write_each_time(
    employee: Any, browser: Any, django_assert_num_queries: Any
) -> None:
    client = browser()
    log_in(client, "clerk1")
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
    caches["process"].clear()
    client.get(SECURITY)
    seen = UserSession.objects.get().last_seen_at
    assert timezone.now() - seen < timedelta(minutes=1)
    client.get(SECURITY)
    assert UserSession.objects.get().last_seen_at == seen


@pytest.mark.requirement("R120")
def test_a_new_device_is_told_of(employee: Any, browser: Any) -> None:
    notices = apps.get_model("messaging.Message").objects.filter(template="signin.new_device")
    first = browser()
    log_in(first, "clerk1")
    assert notices.count() == 0  # the first one ever is nothing to tell about
    first.post("/accounts/logout/")
    log_in(first, "clerk1")
    assert notices.count() == 0  # known by its cookie

    log_in(browser(agent=IPHONE, address="198.51.100.4"), "clerk1")

    notice = notices.get()
    assert notice.employee_id == employee.pk
    _title, body = rendered(notice.template, notice.params)
    assert "Safari · iPhone" in body
    assert "198.51.100.*" in body
    assert newest("signed_in").changes["new_device"] is True


def test_the_cookie_of_a_device_is_for_our_pages_only(employee: Any, browser: Any) -> None:
    client = browser()
    log_in(client, "clerk1")
    cookie = client.cookies["gh_device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/accounts/"
    row = apps.get_model("signin.KnownDevice").objects.get()
    assert cookie.value.encode() not in bytes(row.token_hash)


def test_a_foreign_cookie_makes_no_device_known(employee: Any, customer: Any, browser: Any) -> None:
    """The cookie of one person's browser is new to another person."""
    client = browser()
    log_in(client, "clerk1")
    client.post("/accounts/logout/")
    log_in(client, "home1")
    assert apps.get_model("signin.KnownDevice").objects.filter(user=customer).count() == 1


@pytest.mark.requirement("R120")
def test_what_is_noted_of_signing_in(employee: Any, browser: Any) -> None:
    client = browser()
    log_in(client, "clerk1", "a-wrong-password")
    log_in(client, "nobody-here", "a-wrong-password")
    log_in(client, "clerk1")
    client.post("/accounts/logout/")
    assert acts() == ["failed", "failed", "signed_in", "signed_out"]
    signed_in = newest("signed_in")
    assert signed_in.actor_id == employee.pk
    assert signed_in.changes == {
        "method": "password", "device": "Chrome · Windows", "network": "203.0.113.*",
        "new_device": True,
    }  # fmt: skip
    assert signed_in.request_id
    noted = everything_noted()
    for secret in (PASSWORD, "a-wrong-password", "nobody-here", "203.0.113.7"):
        assert secret not in noted


def test_a_refusal_for_too_many_failures_is_noted(employee: Any, browser: Any) -> None:
    for number in range(6):
        log_in(browser(address=f"198.51.100.{number}"), "clerk1", "wrong")
    assert acts(employee) == ["failed"] * 5 + ["refused"]


def test_a_name_is_closed_for_a_day_after_thirty_failures(
    employee: Any, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five in five minutes, and never more than thirty a day, from however many addresses."""
    import time

    start = time.time()
    for number in range(36):
        monkeypatch.setattr(time, "time", lambda number=number: start + number * 400)
        log_in(browser(address=f"198.51.100.{number}"), "clerk1", "wrong")
    monkeypatch.setattr(time, "time", lambda: start + 36 * 400)
    client = browser()
    log_in(client, "clerk1")
    assert not is_in(client)
    monkeypatch.setattr(time, "time", lambda: start + 36 * 400 + 86_400)
    log_in(client, "clerk1")
    assert is_in(client)


def test_the_page_shows_what_happened_lately(customer: Any, browser: Any) -> None:
    log_in(browser(), "home1", "wrong")
    client = browser()
    log_in(client, "home1")
    page = client.get(SECURITY).content.decode()
    assert "登录失败" in page
    assert "Chrome · Windows" in page


def test_passkeys_alone_are_counted_per_address(browser: Any) -> None:
    client = browser()
    answers = [
        client.post("/accounts/passkeys/login/", {"credential": "{}"}).status_code
        for _number in range(11)
    ]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_confirming_is_counted_per_person(employee: Any, browser: Any) -> None:
    client = browser()
    log_in(client, "clerk1")
    answers = [
        client.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code
        for _number in range(11)
    ]
    assert answers[-1] == 429


def test_there_is_no_other_door(browser: Any) -> None:
    """Django's own admin log-in and allauth's other pages do not exist here."""
    for address in (
        "/admin/", "/admin/login/", "/accounts/email/", "/accounts/password/reset/",
        "/accounts/login/code/", "/accounts/signup/passkey/", "/accounts/social/connections/",
        "/accounts/3rdparty/", "/accounts/social/signup/", "/accounts/passkeys/signup/",
        "/accounts/2fa/recovery-codes/download/", "/accounts/sessions/",
    ):  # fmt: skip
        assert browser().get(address).status_code == 404, address


def test_what_is_over_is_tidied_away(employee: Any, browser: Any) -> None:
    gone, here = browser(), browser()
    log_in(gone, "clerk1")
    log_in(here, "clerk1")
    ends = apps.get_model("sessions.Session").objects
    ends.filter(session_key=gone.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    apps.get_model("signin.KnownDevice").objects.update(
        last_seen_at=timezone.now() - timedelta(days=500)
    )
    assert services.forget_sessions(at=timezone.now()) == 1
    assert services.forget_devices(before=timezone.now() - timedelta(days=400)) == 2
    assert here.get("/workbench/").status_code == 200
    assert UserSession.objects.get().session_key == here.session.session_key


def test_a_customer_is_told_of_a_new_device_by_text_message(customer: Any, browser: Any) -> None:
    services.vouch_for_phone(
        user_id=customer.pk, phone="154 0000 0001", actor_id=None, reason="柜台核实",
        at=timezone.now(),
    )  # fmt: skip
    log_in(browser(), "home1")
    log_in(browser(agent=IPHONE), "home1")
    sent = apps.get_model("messaging.Delivery").objects.filter(template="signin.new_device")
    assert [(one.channel, one.address) for one in sent] == [("SMS", "15400000001")]
    assert apps.get_model("messaging.Message").objects.count() == 0
    assert newest("phone_bound").reason == "柜台核实"
