"""My accounts in a real browser: phone and desk, both languages, dark, accessible."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from gridhall.customers.blind import phone_index
from gridhall.foundation.outbox.services import deliver_pending
from tests.customers.portal_people import listen
from tests.portal.test_accounts import DOCUMENT, guest, somebody
from tests.receivables import street

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME, OTHER = "3311010371", "3311010744"
LOOKS = {
    "phone": {"phone": True}, "desk": {}, "english-dark": {"language": "en", "dark": True},
}  # fmt: skip


@pytest.fixture
def phone(monkeypatch: Any) -> Any:
    return listen(monkeypatch)


@pytest.fixture
def zhao(live_server: Any, phone: Any) -> Any:
    hall = street.organisation()
    home, other = street.town_bill(hall, HOME), street.account(hall, OTHER)
    apps.get_model("customers.Contact").objects.create(
        account=home.account, kind="PHONE", value="15400000001",
        value_index=phone_index("15400000001"),
    )  # fmt: skip
    deliver_pending()
    user = street.customer(home.account, other)
    guest(user, home.account, "VIEW_BILLS", "PAY")
    return user


@pytest.mark.requirement("R11")
@pytest.mark.parametrize("look", LOOKS)
def test_pages(zhao: Any, browser_page: Any, axe: Any, screenshot: Any, look: str) -> None:
    page = browser_page(user=zhao, **LOOKS[look])
    for name, path in (
        ("accounts", "/portal/accounts/"), ("bind", "/portal/accounts/bind/"),
        ("bind-document", "/portal/accounts/bind/?proof=DOCUMENT"),
        ("people", "/portal/accounts/people/"), ("invite", "/portal/accounts/people/invite/"),
    ):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"portal-{name}-{look}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_new_login_binds_its_account_by_keyboard_and_mouse(
    zhao: Any, browser_page: Any, axe: Any, screenshot: Any, watched: Any
) -> None:
    watched.allow("422")  # the wrong proof
    page = browser_page("/portal/", phone=True, user=somebody("new"))
    screenshot(page, "portal-no-account-phone")
    axe(page)
    page.get_by_role("link", name="绑定户号").click()
    page.get_by_role("link", name="户名和证件号码末几位").click()
    page.get_by_label("户号").fill(HOME)
    page.get_by_label("用户名称").fill("李某")
    page.get_by_label("证件号码末几位").fill(DOCUMENT["document_ending"])
    page.get_by_role("button", name="绑定").click()
    page.get_by_text("户号与验证信息不符").wait_for()
    screenshot(page, "portal-bind-wrong-phone")
    axe(page)
    page.get_by_label("用户名称").fill(DOCUMENT["name"])
    page.get_by_role("button", name="绑定").click()
    page.get_by_role("heading", name="我的户号").wait_for()
    screenshot(page, "portal-bound-phone")
    page.goto("/portal/usage/")
    page.get_by_role("button", name="发送验证码").click()
    page.get_by_label("短信验证码").wait_for()
    screenshot(page, "portal-usage-code-phone")
    axe(page)


def test_taking_back_asks_first(zhao: Any, browser_page: Any, axe: Any, screenshot: Any) -> None:
    page = browser_page("/portal/accounts/people/", user=zhao)
    page.get_by_role("button", name="收回").click()
    page.get_by_text("要收回这项授权吗？").wait_for()
    screenshot(page, "portal-take-back-desk")
    axe(page)
    page.get_by_role("dialog").get_by_role("button", name="收回").click()
    page.get_by_text("没有其他人可以访问").wait_for()
