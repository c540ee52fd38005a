"""Signing in, in a real browser: passkeys, and how the pages look."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.foundation.signin.conftest import PASSWORD, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECURITY, ENROL = "/accounts/security/", "/accounts/security/enrol/"


@pytest.fixture
def people(transactional_db: None, live_server: Any) -> Any:
    """Have an employee and a customer in the database of the live server."""
    from gridhall.foundation.identity.services import create_user

    for name, kind, shown in (
        ("clerk1", "EMPLOYEE", "林晓雯"), ("home1", "CUSTOMER", "王女士"),
    ):  # fmt: skip
        create_user(username=name, password=PASSWORD, kind=kind, display_name=shown)


def log_in(page: Any, name: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click(".gh-login-form button[type=submit] >> nth=0")


def have_a_device(page: Any) -> Any:
    """Give the browser a built-in authenticator that knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    return session


def confirm(page: Any) -> None:
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def code_of_the_demo(page: Any) -> str:
    return str(page.inner_text("[data-demo-code]"))


@pytest.mark.requirement("R120")
def test_a_passkey_is_added_and_opens_the_login(
    people: Any, browser_page: Any, settings: Any, axe: Any, screenshot: Any
) -> None:
    settings.GRIDHALL_SECOND_FACTOR_REQUIRED = True
    page = browser_page()
    have_a_device(page)
    log_in(page, "clerk1")
    page.wait_for_url("**/security/enrol/")
    axe(page)
    screenshot(page, "signin-enrol-desk")
    page.click("a[href='/accounts/passkeys/add/']")
    confirm(page)
    page.wait_for_url("**/passkeys/add/")
    axe(page)
    screenshot(page, "signin-passkey-add-desk")
    page.click("#passkey_add")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".gh-codes li").count() == 10
    axe(page)
    screenshot(page, "signin-recovery-codes-desk")
    page.click("a[href='/accounts/security/']")
    page.wait_for_selector(".gh-security")
    page.get_by_text("通行密钥，可单独登录").wait_for()
    axe(page)
    screenshot(page, "signin-security-staff-desk")

    _log_out(page)
    page.click("#passkey_login")  # alone, without a password
    page.wait_for_url("**/workbench/**")

    _log_out(page)
    log_in(page, "clerk1")
    page.wait_for_url("**/2fa/authenticate/")
    axe(page)
    screenshot(page, "signin-second-step-desk")
    page.click("#passkey_authenticate")  # as the second step
    page.wait_for_url("**/workbench/**")


def _log_out(page: Any) -> None:
    page.goto("/accounts/logout/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/accounts/login/**")


def test_a_customer_opens_a_login_on_a_phone(
    people: Any, browser_page: Any, axe: Any, screenshot: Any, watched: Any
) -> None:
    watched.allow("422")  # a number that is none
    page = browser_page("/accounts/login/", phone=True)
    axe(page)
    screenshot(page, "signin-login-phone")
    page.click("a[href^='/accounts/phone/']")
    page.wait_for_selector("input[name=phone]")
    axe(page)
    screenshot(page, "signin-ask-phone")
    page.fill("input[name=phone]", "123")
    page.click("main button[type=submit]")
    page.get_by_text("不是手机号").wait_for()
    page.fill("input[name=phone]", PHONE)
    page.click("main button[type=submit]")
    page.wait_for_selector("input[name=digits]")
    axe(page)
    screenshot(page, "signin-code-phone")
    page.fill("input[name=digits]", code_of_the_demo(page))
    page.click("main button[type=submit]")
    page.wait_for_url("**/phone/open/")
    axe(page)
    screenshot(page, "signin-open-phone")
    page.fill("input[name=display_name]", "李女士")
    page.check("input[name=agree]")
    page.click("main button[type=submit]")
    page.wait_for_url("**/portal/**")
    page.goto(SECURITY)
    page.get_by_text("154****0001").wait_for()
    axe(page)
    screenshot(page, "signin-security-customer-phone")


@pytest.mark.parametrize(
    ("language", "dark", "phone"),
    [("zh-CN", False, False), ("en", False, False), ("zh-CN", True, False), ("en", True, True)],
)
def test_the_pages_read_well(
    people: Any, browser_page: Any, axe: Any, screenshot: Any, language: str, dark: bool,
    phone: bool,
) -> None:  # fmt: skip
    look = f"{language[:2]}-{'dark' if dark else 'light'}-{'phone' if phone else 'desk'}"
    page = browser_page("/accounts/login/", language=language, dark=dark, phone=phone)
    axe(page)
    screenshot(page, f"signin-login-{look}")
    log_in(page, "home1")
    page.wait_for_url("**/portal/**")
    page.goto(SECURITY)
    axe(page)
    screenshot(page, f"signin-security-{look}")
    page.click("a[href='/accounts/2fa/totp/activate/']")
    page.wait_for_selector("input[name=password]")
    axe(page)
    screenshot(page, f"signin-confirm-{look}")
    confirm(page)
    page.wait_for_url("**/totp/activate/")
    axe(page)
    screenshot(page, f"signin-totp-{look}")
    assert not re.search(r"[一-鿿]", page.inner_text("main")) or language.startswith("zh")
    page.goto("/accounts/password/change/")
    axe(page)
    screenshot(page, f"signin-password-{look}")
