"""The company's log-in, against a real OpenID provider that runs beside the test."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth import get_user_model
from django.db import connection

from gridhall.config import company_login
from gridhall.config.errors import InstallationError
from tests.foundation.signin.conftest import acts, is_in, newest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the provider's own libraries warn each other of
    import oidc_provider_mock

LOGIN = "/accounts/oidc/company/login/"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Run the provider; return its address."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def switched_on(provider: str, settings: Any) -> str:
    """Have the company's log-in switched on."""
    settings.SOCIALACCOUNT_PROVIDERS = company_login.provider(
        issuer=provider, client="gridhall", secret="not-so-secret", name="集团统一登录"
    )
    return provider


@pytest.fixture
def person(switched_on: str) -> Callable[..., None]:
    """Return a function that makes a person of the provider known: subject and claims."""

    def put(subject: str, **claims: Any) -> None:
        requests.put(f"{switched_on}/users/{subject}", json=claims, timeout=5).raise_for_status()

    return put


def go_there(client: Any) -> str:
    """Press the button; return the provider's address that the page leads to."""
    page = client.post(LOGIN)
    assert page.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    assert found
    return unescape(found[1])


def sign_in(client: Any, subject: str) -> Any:
    """Go through the whole round: button, provider, back here."""
    answer = requests.post(go_there(client), {"sub": subject}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


@pytest.mark.requirement("R120")
def test_an_employee_signs_in_by_the_company(employee: Any, browser: Any, person: Any) -> None:
    person("0001", preferred_username="clerk1", name="林晓雯", email="lin@example.com")
    client = browser()

    answer = sign_in(client, "0001")

    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(employee.pk)
    assert acts(employee) == ["linked", "signed_in"]
    assert newest("signed_in").changes["method"] == "socialaccount"


def test_nothing_but_the_subject_is_stored(employee: Any, browser: Any, person: Any) -> None:
    person("0002", preferred_username="clerk1", name="林晓雯", email="lin@example.com")
    for _time in range(2):
        sign_in(browser(), "0002")
    row = SocialAccount.objects.get()
    assert (row.uid, row.extra_data) == ("0002", {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM account_emailaddress")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM socialaccount_socialtoken")
        assert cursor.fetchone() == (0,)


def test_the_subject_counts_from_then_on(employee: Any, browser: Any, person: Any) -> None:
    person("0003", preferred_username="clerk1")
    sign_in(browser(), "0003")
    person("0003", preferred_username="renamed")
    client = browser()
    sign_in(client, "0003")
    assert is_in(client)


def test_somebody_else_who_takes_the_name_later_is_refused(
    employee: Any, browser: Any, person: Any
) -> None:
    person("0004", preferred_username="clerk1")
    sign_in(browser(), "0004")
    person("0005", preferred_username="clerk1")
    client = browser()
    assert sign_in(client, "0005").status_code == 403
    assert not is_in(client)
    assert newest("failed").reason == "another person of the provider has this login"


@pytest.mark.parametrize(
    "claims", [{"preferred_username": "stranger"}, {"preferred_username": ""}, {}]
)
def test_nobody_is_created(browser: Any, person: Any, claims: dict[str, Any]) -> None:
    person("0006", **claims)
    client = browser()
    page = sign_in(client, "0006")
    assert page.status_code == 403
    assert "没有账号" in page.content.decode()
    assert get_user_model().objects.count() == 0
    assert not is_in(client)


def test_customers_do_not_match(customer: Any, browser: Any, person: Any) -> None:
    person("0007", preferred_username="home1")
    client = browser()
    assert sign_in(client, "0007").status_code == 403
    assert SocialAccount.objects.count() == 0


def test_who_has_left_does_not_match(employee: Any, browser: Any, person: Any) -> None:
    employee.is_active = False
    employee.save()
    person("0008", preferred_username="clerk1")
    client = browser()
    assert sign_in(client, "0008").status_code == 403
    assert not is_in(client)


def test_another_claim_can_name_the_employee(
    employee: Any, browser: Any, person: Any, settings: Any
) -> None:
    settings.GRIDHALL_OIDC_CLAIM = "nickname"
    person("0009", nickname="clerk1", preferred_username="other")
    client = browser()
    sign_in(client, "0009")
    assert is_in(client)


def test_linking_by_hand_is_closed(customer: Any, browser: Any, person: Any) -> None:
    person("0010", preferred_username="clerk1")
    client = browser()
    client.force_login(customer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(f"{LOGIN}?process=connect")
    found = re.search(r'content="0; url=([^"]+)"', page.content.decode())
    assert found
    answer = requests.post(unescape(found[1]), {"sub": "0010"}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert SocialAccount.objects.count() == 0


def test_the_way_there_carries_a_state_and_a_proof_key(browser: Any, switched_on: str) -> None:
    query = parse_qs(urlsplit(go_there(browser())).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["state"]
    assert query["redirect_uri"] == ["http://testserver/accounts/oidc/company/login/callback/"]


def test_an_answer_nobody_asked_for_is_refused(employee: Any, browser: Any, person: Any) -> None:
    """The answer of one browser's round does not sign in another browser."""
    person("0011", preferred_username="clerk1")
    answer = requests.post(go_there(browser()), {"sub": "0011"}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    other = browser()
    other.get(f"{back.path}?{back.query}")
    assert not is_in(other)
    for query in ("", "?code=x", "?code=x&state=y", "?error=access_denied"):
        client = browser()
        page = client.get(f"{LOGIN}callback/{query}")
        assert page.status_code in {200, 401}
        assert "企业统一登录未成功" in page.content.decode()
        assert not is_in(client)


def test_it_begins_with_a_post_only(browser: Any, switched_on: str) -> None:
    assert browser().get(LOGIN).status_code == 405


def test_the_second_step_of_the_house_still_counts(
    employee: Any, browser: Any, person: Any, settings: Any
) -> None:
    settings.GRIDHALL_SECOND_FACTOR_REQUIRED = True
    person("0012", preferred_username="clerk1")
    client = browser()
    sign_in(client, "0012")
    assert client.get("/workbench/")["Location"] == "/accounts/security/enrol/"


def test_the_button_stands_there_only_when_it_is_switched_on(
    browser: Any, switched_on: str, settings: Any
) -> None:
    assert "集团统一登录" in browser().get("/accounts/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "/accounts/oidc/" not in browser().get("/accounts/login/").content.decode()
    assert browser().post(LOGIN).status_code == 404


def test_a_half_configured_provider_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDHALL_OIDC_ISSUER", "https://sso.example.com/")
    with pytest.raises(InstallationError):
        company_login.providers()
    monkeypatch.setenv("GRIDHALL_OIDC_CLIENT_ID", "gridhall")
    monkeypatch.setenv("GRIDHALL_OIDC_CLIENT_SECRET", "x")
    app = company_login.providers()["openid_connect"]["APPS"][0]
    assert app["settings"]["server_url"] == "https://sso.example.com"
    monkeypatch.setenv("GRIDHALL_OIDC_ISSUER", "http://sso.example.com")
    with pytest.raises(InstallationError, match="not encrypted"):
        company_login.providers()
    monkeypatch.delenv("GRIDHALL_OIDC_ISSUER")
    assert company_login.providers() == {}


def test_token_and_profile_must_name_one_person(
    employee: Any, browser: Any, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person("0031", preferred_username="clerk1")
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter, "_fetch_user_info",
        lambda self, access_token: {"sub": "0032", "preferred_username": "clerk1"},
    )  # fmt: skip
    client = browser()

    assert sign_in(client, "0031").status_code == 403
    assert not is_in(client)


def test_the_provider_cannot_send_our_calls_elsewhere() -> None:
    assert get_adapter().get_requests_session().max_redirects == 0


@pytest.mark.parametrize(
    "wrong", [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1_000_000_000}]
)
def test_a_token_for_another_of_another_or_too_old_is_refused(wrong: dict[str, Any]) -> None:
    good = {"sub": "1", "aud": "gridhall", "iss": "https://sso.example", "exp": 4_000_000_000}
    asked: dict[str, Any] = {
        "keys_url": "", "issuer": "https://sso.example", "audience": "gridhall",
        "lookup_kid": None, "verify_signature": False,
    }  # fmt: skip
    key = "k" * 32
    assert jwtkit.verify_and_decode(credential=jwt.encode(good, key), **asked)["sub"] == "1"
    with pytest.raises(OAuth2Error):
        jwtkit.verify_and_decode(credential=jwt.encode(good | wrong, key), **asked)
