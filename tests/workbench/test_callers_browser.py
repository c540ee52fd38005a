"""The check of callers in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workbench import town as the_town
from tests.workbench.test_callers import truth

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("R11")
@pytest.mark.parametrize("look", ["desk", "phone-english-dark"])
def test_an_agent_checks_the_caller(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, look: str
) -> None:
    options = {} if look == "desk" else {"phone": True, "language": "en", "dark": True}
    page = browser_page(
        f"/workbench/customers/{the_town.HOME}/", user=the_town.user("agent-zj"), **options
    )
    page.wait_for_load_state("networkidle")
    screenshot(page, f"workbench-caller-{look}")
    axe(page)
    for name in ("NAME", "DOCUMENT_ENDING"):
        page.locator(f"#caller-{name}").fill(truth()[name])
    page.locator("#caller button[type=submit]").first.click()
    page.locator("#usage").wait_for()
    screenshot(page, f"workbench-caller-passed-{look}")
    axe(page)
