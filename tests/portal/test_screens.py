"""The portal in a real browser: on a phone and on a desk, accessible, without an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gridhall.foundation.outbox.services import deliver_pending
from tests.receivables import street

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVE = "link => { link.download = ''; link.click() }"
HOME, FACTORY = "3311010371", "4222000129159"


@pytest.fixture
def user(live_server: Any) -> Any:
    hall = street.organisation()
    home, factory = street.town_bill(hall, HOME), street.town_bill(hall, FACTORY)
    deliver_pending()
    return street.customer(home.account, factory.account)


@pytest.mark.requirement("R46", "R47")
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_pages(
    user: Any, browser_page: Any, axe: Callable[..., None], screenshot: Callable[..., None],
    phone: bool,
) -> None:  # fmt: skip
    page = browser_page(phone=phone, user=user)
    size = "phone" if phone else "desk"
    for name, path in (
        ("home", "/portal/"), ("bills", "/portal/bills/"), ("payments", "/portal/payments/"),
        ("usage", "/portal/usage/"), ("messages", "/portal/messages/"),
        ("profile", "/portal/profile/"), ("pay", "/portal/pay/"),
        ("bill-home", f"/portal/bills/B{HOME}202601/"),
        ("bill-factory", f"/portal/bills/B{FACTORY}202601/"),
    ):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"portal-{name}-{size}")
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} is {wide} px too wide"


def test_dark_and_english(user: Any, browser_page: Any, axe: Any, screenshot: Any) -> None:
    page = browser_page(
        f"/portal/bills/B{FACTORY}202601/", phone=True, language="en", dark=True, user=user
    )
    for summary in page.locator(".pt-lines summary").all()[:2]:
        summary.click()
    page.locator(".pt-more summary").click()
    screenshot(page, "portal-bill-factory-english-dark")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.requirement("R49", "R50")
def test_paying_on_a_phone(user: Any, browser_page: Any, axe: Any, screenshot: Any) -> None:
    page = browser_page("/portal/", phone=True, user=user)
    page.get_by_role("link", name="立即缴费").click()
    page.get_by_role("button", name="前往支付").click()
    page.get_by_text("这是本机模拟器").wait_for()
    screenshot(page, "portal-bank-phone")
    axe(page)
    page.get_by_role("button", name="缴费", exact=True).click()
    page.get_by_text("缴费成功").first.wait_for()
    screenshot(page, "portal-result-phone")
    axe(page)
    page.get_by_role("link", name="缴费去向").click()
    screenshot(page, "portal-payment-phone")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载收据").evaluate(
            "link => { link.download = ''; link.click() }"
        )
    assert download.value.suggested_filename.endswith("-00001.pdf")
