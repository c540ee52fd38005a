"""Log-in, session, redirects, host names, and the headers on every answer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse

from gridhall.journeys.demo_town.people import PASSWORD
from tests.security.cast import OWNER, Cast
from tests.security.samples import SAMPLES
from tests.security.test_permission_matrix import ADDRESSES, READ, somebody_allowed

LOGIN = "/accounts/login/"
FOREIGN = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example",
    "javascript:alert(1)", "http:evil.example", "\t//evil.example", "https:/evil.example",
    "/%0d%0aLocation:https://evil.example", "data:text/html,x",
)  # fmt: skip


def log_in(client: Client, name: str = "clerk-zj", password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": name, "password": password, **more})


@pytest.mark.parametrize("target", FOREIGN)
def test_logging_in_leads_to_no_other_site(cast: Cast, target: str) -> None:
    answer = log_in(Client(), next=target)
    assert answer.status_code == 302
    assert _stays(answer["Location"]), answer["Location"]


@pytest.mark.parametrize("target", FOREIGN)
def test_the_language_switch_leads_to_no_other_site(cast: Cast, target: str) -> None:
    for more in ({}, {"headers": {"referer": target.strip()}}):
        answer = Client().post(reverse("set_language"), {"language": "en", "next": target}, **more)
        assert _stays(answer["Location"]), answer["Location"]


def _stays(location: str) -> bool:
    return bool(re.match(r"/(?![/\\])", location)) and "\r" not in location


def test_an_own_page_is_reached_after_logging_in(cast: Cast) -> None:
    assert log_in(Client(), next="/workbench/help/")["Location"] == "/workbench/help/"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil", ""])
def test_a_foreign_host_name_is_refused(cast: Cast, host: str) -> None:
    answer = Client().get("/accounts/login/", headers={"host": host} if host else {"host": "[x"})
    assert answer.status_code == 400
    assert b"Traceback" not in answer.content
    assert "Content-Security-Policy" in answer


def test_a_forwarded_host_name_is_not_believed(cast: Cast) -> None:
    answer = cast.client("HALL_CLERK-10").post(
        reverse("workbench:receipt", args=[cast.things["payment"]]),
        headers={"x-forwarded-host": "evil.example", "x-forwarded-for": "6.6.6.6"},
    )
    assert answer.status_code == 200
    assert b"evil.example" not in answer.content


def test_logging_in_makes_a_new_session_and_a_new_token(cast: Cast) -> None:
    client = Client()
    client.get(LOGIN)
    client.cookies[configured.SESSION_COOKIE_NAME] = "a" * 32  # planted by somebody else
    before = client.cookies["csrftoken"].value
    log_in(client)
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert cookie.value != "a" * 32
    assert client.cookies["csrftoken"].value != before
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_logging_out_ends_the_session_on_the_server(cast: Cast) -> None:
    client = Client()
    log_in(client)
    stolen = client.cookies[configured.SESSION_COOKIE_NAME].value
    assert client.get("/accounts/logout/").status_code == 200  # a link alone logs nobody out
    assert client.get("/workbench/").status_code == 200
    client.post("/accounts/logout/")
    again = Client()
    again.cookies[configured.SESSION_COOKIE_NAME] = stolen
    assert again.get("/workbench/").status_code == 302


def test_a_password_is_not_guessed_for_long(cast: Cast) -> None:
    """Five wrong passwords for a name close it for a while, also for the right one."""
    for number in range(5):
        answer = log_in(Client(REMOTE_ADDR=f"10.0.0.{number}"), password=f"wrong-{number}")
        assert answer.status_code == 200
    assert "_auth_user_id" not in _session_after(Client(REMOTE_ADDR="10.0.0.9"))


def test_many_names_are_not_tried_from_one_address(cast: Cast) -> None:
    answers = [log_in(Client(), name=f"nobody-{n}", password="x") for n in range(11)]
    assert "_auth_user_id" not in _session_after(Client())
    assert len({len(one.content) for one in answers[:5]}) <= 2


def _session_after(client: Client) -> dict[str, Any]:
    log_in(client)
    return dict(client.session.items())


def test_a_forged_address_does_not_reset_the_count(cast: Cast) -> None:
    for number in range(11):
        Client().post(
            LOGIN, {"login": f"nobody-{number}", "password": "x"},
            headers={"x-forwarded-for": f"10.9.9.{number}"},
        )  # fmt: skip
    client = Client(headers={"x-forwarded-for": "10.9.9.99"})
    assert "_auth_user_id" not in _session_after(client)


def test_behind_a_proxy_one_caller_does_not_lock_out_the_others(cast: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # as in production
    for number in range(11):
        log_in(
            Client(headers={"x-forwarded-for": f"6.6.6.{number}, 203.0.113.1"}), f"nobody-{number}"
        )
    assert "_auth_user_id" not in _session_after(
        Client(headers={"x-forwarded-for": "6.6.6.66, 203.0.113.1"})
    )
    assert "_auth_user_id" in _session_after(Client(headers={"x-forwarded-for": "203.0.113.2"}))


def test_an_unknown_name_is_answered_like_a_wrong_password(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the words nor the work done (password hashes) tell who has a login."""
    calls: list[int] = []
    hasher = type(hashers.get_hasher())
    original = hasher.encode

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(hasher, "encode", counted)
    seen = []
    for name in ("clerk-zj", "clerk-xx"):
        calls.clear()
        page = log_in(Client(), name=name, password="wrong").content.decode()
        page = re.sub(r"\b\w{64}\b", "", page).replace(name, "")  # the tokens of the form
        seen.append((page, len(calls)))
    assert seen[0][0] == seen[1][0]
    assert seen[0][1] == seen[1][1]


def test_nobody_opens_a_login_alone(cast: Cast) -> None:
    from django.contrib.auth import get_user_model

    many = get_user_model().objects.count()
    form = {"username": "mallory", "password1": "long-enough-9", "password2": "long-enough-9"}
    Client().post("/accounts/signup/", form)
    assert get_user_model().objects.count() == many


ANSWERS = {
    "page": ("HALL_CLERK-10", "/workbench/customers/"),
    "own-page": (OWNER, "/portal/"),
    "redirect": ("anonymous", "/workbench/"),
    "forbidden": (OWNER, "/workbench/"),
    "not-found": (OWNER, "/nothing/"),
    "nul": (OWNER, "/portal/bills/%00/"),
    "not-allowed": ("HALL_CLERK-10", "/portal/messages/read/"),
    "csv": ("HALL_CLERK-10", "/workbench/customers/?export=csv"),
    "xlsx": ("HALL_CLERK-10", "/workbench/customers/?export=xlsx"),
    "api": (OWNER, "/api/v1/me/accounts"),
    "api-refused": ("anonymous", "/api/v1/me/accounts"),
    "login": ("anonymous", LOGIN),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_carries_the_headers(cast: Cast, what: str) -> None:
    who, address = ANSWERS[what]
    _has_headers(cast.client(who).get(address))


@pytest.mark.parametrize("name", READ)
def test_every_page_carries_the_headers(cast: Cast, name: str) -> None:
    client = cast.client(somebody_allowed(ADDRESSES[name]))
    answer = client.get(SAMPLES[name].address(name, cast), SAMPLES[name].query)
    _has_headers(answer)
    kind = answer.get("Content-Type", "")
    if kind.startswith("text/html") and not answer.streaming:
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]*( src=|application/json))[^>]*>", page)
        assert not re.search(r"\son\w+=|\sstyle=|javascript:", page), "inline handler or style"


def _has_headers(answer: Any) -> None:
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy or "default-src 'none'" in policy  # a file: no script
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_a_fault_shows_no_details(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from gridhall.customers import selectors

    def broken(**_more: object) -> None:
        raise RuntimeError("secret-detail 13912345678")

    monkeypatch.setattr(selectors, "account_card", broken)
    monkeypatch.setattr(selectors, "accounts_of_user", broken)
    for who, address in (
        ("HALL_CLERK-10", reverse("workbench:customer", args=[cast.things["account"]])),
        (OWNER, "/portal/"), (OWNER, "/api/v1/me/accounts"),
    ):  # fmt: skip
        answer = cast.client(who, raise_request_exception=False).get(address)
        assert answer.status_code == 500
        for detail in ("secret-detail", "Traceback", "RuntimeError", "/src/", "13912345678"):
            assert detail not in answer.content.decode()
        _has_headers(answer)


def test_a_request_number_cannot_carry_a_line_break(cast: Cast) -> None:
    for given in ("x" * 65, "a\nb-long-enough", "<script>x</script>", "12345678\n"):
        answer = Client().get("/healthz", headers={"x-request-id": given})
        assert answer["X-Request-ID"] != given
        assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-ID"])


def test_a_wrong_upload_name_leads_nowhere(cast: Cast, tmp_path: Any) -> None:
    from django.apps import apps
    from django.core.files.uploadedfile import SimpleUploadedFile

    text = (cast_town() / "readings_monthly.csv").read_text(encoding="utf-8").splitlines()[:2]
    names = (
        "../../../etc/passwd.csv",
        "..\\..\\boot.csv",
        '"><script>x.csv',
        "a\r\nb.csv",
        "=1+1.csv",
    )
    for name in names:
        file = SimpleUploadedFile("x.csv", "\n".join(text).encode())
        file._name = name  # what a hostile browser sends; Django's own cleaning is left out
        answer = cast.client("METER_READER-10").post(
            reverse("workbench:new_import"), {"file": file}
        )
        assert answer.status_code == 302, name
        stored = apps.get_model("documents.Document").objects.latest("pk")
        assert "/" not in stored.name
        assert (
            "<script>"
            not in cast.client("METER_READER-10").get(answer["Location"]).content.decode()
        )
        pk = answer["Location"].rstrip("/").split("/")[-1]
        errors = cast.client("METER_READER-10").get(reverse("workbench:import_errors", args=[pk]))
        assert re.fullmatch(
            r"attachment; filename\*=UTF-8''[\w%.~-]+", errors["Content-Disposition"]
        )


def cast_town() -> Any:
    from tests.workbench import town

    return town.WHOLE


def test_cookies_of_production_are_bound_to_this_host() -> None:
    """The settings of production, read by a process of its own."""
    code = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME,"
        " s.LANGUAGE_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
        " s.DEBUG, s.GRIDHALL_DEMO)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True,
        env=os.environ | {"GRIDHALL_ENV": "production"},
    ).stdout.split()  # fmt: skip
    assert told == [
        "__Host-sessionid", "__Host-csrftoken", "__Host-django_language", "True", "True", "True",
        "31536000", "True", "False", "False",
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "X" * 200])
def test_unusual_methods_are_refused(cast: Cast, method: str) -> None:
    for who in ("HALL_CLERK-10", "anonymous"):
        answer = cast.client(who).generic(method, "/workbench/")
        assert answer.status_code == 405
        assert not answer.content


def test_logging_out_clears_the_browser(cast: Cast) -> None:
    client = Client()
    log_in(client)
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "表单已过期"), ("en", "too old")])
def test_a_form_without_its_token_is_told_in_the_readers_language(
    cast: Cast, language: str, words: str
) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    answer = client.post(LOGIN, {"login": "clerk-zj", "password": PASSWORD})
    assert answer.status_code == 403
    assert words in answer.content.decode()
