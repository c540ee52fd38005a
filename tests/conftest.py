"""What every test may use. The database server itself comes from gridhall.config.testing.

Browser tests take ``live_server`` and one of: ``browser_page`` (open pages), ``sign_in``,
``axe`` (accessibility), ``screenshot``. Mark them ``@pytest.mark.browser``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from gridhall.config.postgres import migrated
from tests.support import browser as support

OpenPage = Callable[..., Any]


def pytest_configure() -> None:
    """Hash passwords quickly: a slice of the town hires thirty people each time."""
    quick = "django.contrib.auth.hashers.MD5PasswordHasher"
    settings.PASSWORD_HASHERS = [quick, *settings.PASSWORD_HASHERS]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    throwaway_server: str,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Start the throw-away server before pytest-django makes the test database."""


@pytest.fixture(scope="session")
def django_db_keepdb(
    throwaway_server: str,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: Any,
) -> bool:
    """Have the database migrated already, from the dump of an earlier run where there is one."""
    with django_db_blocker.unblock():
        migrated.prepare(connection)
    return True


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take away what a transactional test enqueued: Django empties its own tables only."""
    yield
    marker = request.node.get_closest_marker("django_db")
    named = {"transactional_db", "live_server"} & set(request.fixturenames)
    if named or (marker and marker.kwargs.get("transaction")):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Run one browser for this worker; skip loudly, or fail where a browser is required."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django would take our own queries for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        executable = support.find_chromium(playwright)
        if executable is None:
            if os.environ.get(support.REQUIRED) == "1":
                pytest.fail(support.NO_BROWSER, pytrace=False)
            pytest.skip(support.NO_BROWSER)
        browser = support.launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture
def watched(live_server: Any) -> Iterator[support.Watched]:
    """Collect what pages do wrong; the test fails at its end unless it allowed it."""
    collected = support.Watched(home=live_server.url)
    yield collected
    assert collected.unexpected() == []


@pytest.fixture
def browser_page(chromium: Any, live_server: Any, watched: support.Watched) -> Iterator[OpenPage]:
    """Open pages: ``browser_page("/portal/")``, ``browser_page(phone=True, language="en")``.

    Each call opens a fresh browser context (its own cookies). Chinese, desk width, light unless
    told otherwise. The page's ``goto`` takes paths.
    """
    contexts = []

    def open_page(
        path: str | None = None,
        *,
        phone: bool = False,
        language: str = "zh-CN",
        dark: bool = False,
        user: Any = None,
    ) -> Any:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=support.PHONE if phone else support.DESK,
            has_touch=phone,
            is_mobile=phone,
            locale=language,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if user is not None:
            _give_session(context, live_server.url, user)
        page = context.new_page()
        watched.attach(page)
        if path is not None:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _give_session(context: Any, address: str, user: Any) -> None:
    """Log a user in without the login form, which has tests of its own."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": address, "httpOnly": True}]
    )


@pytest.fixture
def axe() -> Callable[..., None]:
    """Check a page's accessibility: ``axe(page)``. Fails with every finding of WCAG A and AA."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}

    def check(page: Any, *, context: Any = None) -> None:
        found = Axe().run(
            page, context=context, options={"runOnly": rules, "resultTypes": ["violations"]}
        )
        violations = found.response["violations"]
        assert not violations, f"{page.url}\n{support.describe_axe(violations)}"

    return check


@pytest.fixture
def screenshot() -> Callable[..., None]:
    """Keep a picture in tests/artifacts/screens: ``screenshot(page, "portal-bill-phone")``."""

    def take(page: Any, name: str, *, full_page: bool = True) -> None:
        assert re.fullmatch(r"[a-z0-9-]+", name), "a name in lower case with dashes"
        support.SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=support.SCREENS / f"{name}.png", full_page=full_page)

    return take


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly that browser tests were skipped."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if support.NO_BROWSER in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("BROWSER TESTS SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} browser tests did not run: {support.NO_BROWSER}")
