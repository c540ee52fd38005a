"""The pages in a real browser: no console error, nothing for axe, pictures to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gridhall.foundation.identity import services
from gridhall.foundation.identity.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [
    (phone, language, dark)
    for phone in (False, True)
    for language in ("zh-CN", "en")
    for dark in (False, True)
]  # fmt: skip


@pytest.fixture
def director(db: None) -> Any:
    """Return somebody who may see most screens."""
    company, _new = services.put_organisation(code="HQ", name="华新电力公司", level="HEADQUARTERS")
    user, _new = services.create_user(
        username="director", password="a long enough one", kind="EMPLOYEE", display_name="陈建国"
    )
    services.assign_role(
        user=user, role=Role.DIRECTOR, organisation=company, valid_from=date(2020, 1, 1)
    )
    return user


def name_of(page: str, phone: bool, language: str, dark: bool) -> str:
    """Return the picture's name."""
    return f"{page}-{'phone' if phone else 'desk'}-{language[:2]}-{'dark' if dark else 'light'}"


def no_sideways_scroll(page: Any) -> bool:
    """Tell whether the page fits its width."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("phone", "language", "dark"), LOOKS)
def test_gallery(
    browser_page: Callable[..., Any], axe: Callable[..., None], screenshot: Callable[..., None],
    phone: bool, language: str, dark: bool,
) -> None:  # fmt: skip
    page = browser_page("/gallery/", phone=phone, language=language, dark=dark)
    page.wait_for_selector("[data-chart][data-ready]")
    assert page.get_attribute("html", "data-bs-theme") == ("dark" if dark else "light")
    assert no_sideways_scroll(page)
    axe(page)
    screenshot(page, name_of("gallery", phone, language, dark))


@pytest.mark.parametrize(("phone", "language", "dark"), LOOKS)
def test_login(
    browser_page: Callable[..., Any], axe: Callable[..., None], screenshot: Callable[..., None],
    phone: bool, language: str, dark: bool,
) -> None:  # fmt: skip
    page = browser_page("/accounts/login/", phone=phone, language=language, dark=dark)
    assert no_sideways_scroll(page)
    axe(page)
    screenshot(page, name_of("login", phone, language, dark))


@pytest.mark.parametrize(("phone", "language", "dark"), LOOKS)
def test_home(
    browser_page: Callable[..., Any], axe: Callable[..., None], screenshot: Callable[..., None],
    director: Any, phone: bool, language: str, dark: bool,
) -> None:  # fmt: skip
    page = browser_page("/workbench/", phone=phone, language=language, dark=dark, user=director)
    assert no_sideways_scroll(page)
    axe(page)
    screenshot(page, name_of("home", phone, language, dark))


def test_drawer_keeps_focus_and_escape_gives_it_back(
    browser_page: Callable[..., Any], axe: Callable[..., None]
) -> None:
    page = browser_page("/gallery/")
    first = page.locator("[data-row-link]").first
    first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator("[data-row-link]").nth(1)
    assert page.evaluate("document.activeElement.textContent") == second.text_content()
    page.keyboard.press("Enter")
    page.wait_for_selector("#gh-drawer[open] .gh-steps")
    axe(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        # at the end of a modal dialog the focus may pass through the browser's own controls
        assert page.evaluate(
            "(at => at === document.body || !!at.closest('#gh-drawer'))(document.activeElement)"
        )
    page.keyboard.press("Escape")
    page.wait_for_selector("#gh-drawer:not([open])", state="attached")
    assert page.evaluate("document.activeElement.textContent") == second.text_content()


def test_table_sorts_and_filters_without_a_new_page(browser_page: Callable[..., Any]) -> None:
    page = browser_page("/gallery/", language="en")
    page.evaluate("window.still = true")
    page.click("#table-gallery-bills th:nth-child(2) a")
    page.wait_for_url("**sort=customer**")
    page.wait_for_selector("#table-gallery-bills th[aria-sort=ascending]")
    page.select_option("#table-gallery-bills-state", "PAID")
    page.wait_for_url("**state=PAID**")
    assert page.evaluate("window.still")
    assert "q=" not in page.url


def test_confirm_asks_for_a_reason(browser_page: Callable[..., Any]) -> None:
    page = browser_page("/gallery/", language="en")
    page.click("#confirm [data-dialog-open] >> text=Reverse payment")
    dialog = page.locator("dialog[open]")
    dialog.locator("button[type=submit]").click()
    assert dialog.count() == 1
    dialog.locator("textarea").fill("wrong account")
    dialog.locator("button[type=submit]").click()
    page.wait_for_selector(".gh-toast")


def test_a_masked_value_is_shown_for_a_reason(browser_page: Callable[..., Any]) -> None:
    page = browser_page("/gallery/", language="en")
    page.click("#descriptions .gh-masked button")
    page.fill("dialog[open] input[name=reason]", "asked by the customer")
    page.click("dialog[open] button[type=submit]")
    page.wait_for_selector("text=13800006021")


def test_progress_asks_until_it_is_done(browser_page: Callable[..., Any]) -> None:
    page = browser_page("/gallery/", language="en")
    page.wait_for_selector("#progress progress[value='25']", timeout=10_000)


def test_theme_and_density_are_kept(browser_page: Callable[..., Any]) -> None:
    page = browser_page("/gallery/")
    page.click("[data-theme-switch]")
    page.click("[data-density-switch]")
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    assert page.get_attribute("html", "data-density") == "roomy"


def test_keys_of_the_workbench(
    browser_page: Callable[..., Any], director: Any, axe: Callable[..., None]
) -> None:
    page = browser_page("/workbench/", user=director)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_selector("#gh-drawer[open] .gh-keys")
    axe(page)
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/workbench/audit/**")


def test_menu_on_a_phone(
    browser_page: Callable[..., Any], director: Any, axe: Callable[..., None]
) -> None:
    page = browser_page("/workbench/", user=director, phone=True)
    assert page.evaluate("document.getElementById('gh-sidebar').inert")
    page.click("[data-sidebar-open]")
    page.wait_for_selector("#gh-sidebar a >> nth=1")
    axe(page)
    page.keyboard.press("Escape")
    assert page.get_attribute("[data-sidebar-open]", "aria-expanded") == "false"
