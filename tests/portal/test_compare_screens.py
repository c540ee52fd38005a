"""The comparison in a real browser: without a log-in, on a phone and on a desk, accessible."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from gridhall.tariffs import services as tariffs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("R39")
@pytest.mark.parametrize(
    ("phone", "language", "dark"), [(True, "zh-hans", False), (False, "en", False),
                                    (True, "en", True)],
)  # fmt: skip
def test_typing_a_year_and_seeing_the_answer(
    live_server: Any, browser_page: Any, axe: Any, screenshot: Any, phone: bool, language: str,
    dark: bool,
) -> None:  # fmt: skip
    cache.clear()
    tariffs.publish_library(at=timezone.now(), actor_id=None)
    page = browser_page("/portal/compare/", phone=phone, language=language, dark=dark)
    name = f"compare-{'phone' if phone else 'desk'}-{language}{'-dark' if dark else ''}"
    screenshot(page, f"{name}-form")
    axe(page)
    page.select_option("#id_present", "ZJ-RES-TIER")
    for number in range(1, 13):
        page.fill(f"#id_kwh{number}", str(180 + 25 * (number % 6)))
    page.fill("#id_peak", "60")
    page.fill("#id_valley", "40")
    page.locator(".pc-form button[type=submit]").click()
    page.locator(".pc-chart").first.wait_for()
    screenshot(page, f"{name}-result")
    axe(page)
    page.locator(".pc-price details summary").first.click()
    page.locator(".pc-bill summary").first.click()
    assert page.locator(".pc-bill .pt-formula").first.is_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide"
