"""The screens in a real browser: no console error, nothing for axe, pictures to look at."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.workbench import town as the_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def pages() -> list[tuple[str, str, str]]:
    """Return picture name, who looks, and the address of each screen."""
    bill, run = the_town.bill_no(the_town.FACTORY), the_town.run_id()
    named = lambda name, *args: reverse(f"workbench:{name}", args=args)  # noqa: E731
    return [
        ("home-clerk", "clerk-zj", named("home")),
        ("home-director", "director", named("home")),
        ("home-billing", "billing", named("home")),
        ("customers", "clerk-zj", named("customers")),
        ("search", "director", named("search") + "?q=示范"),
        ("search-nobody", "clerk-zj", named("search") + "?q=没有此人"),
        ("customer", "clerk-zj", named("customer", the_town.HOME_TOU)),
        ("customer-factory", "clerk-hb", named("customer", the_town.FACTORY)),
        ("take-payment", "cashier-zj", named("take_payment", the_town.HOME)),
        ("readings", "reader-zj", named("readings")),
        ("meter", "director", named("meter", the_town.meter_of(the_town.FACTORY))),
        ("tariffs", "clerk-zj", named("tariffs")),
        ("tariff-book", "clerk-zj", named("tariff_book", "CN/hubei/other")),
        ("price-classes", "clerk-zj", named("price_classes")),
        ("bill-runs", "billing", named("bill_runs")),
        ("start-run", "billing", named("start_run")),
        ("bill-run", "approver", named("bill_run", run)),
        ("bills", "billing", named("bills")),
        ("bill", "clerk-hb", named("bill", bill)),
        ("trial", "clerk-zj", named("trial_bill", the_town.HOME) + "?month=2026-01"),
        ("holds", "billing", named("holds")),
        ("payments", "clerk-zj", named("payments")),
        ("day-totals", "clerk-zj", named("day_totals")),
        ("payment-notices", "clerk-zj", named("payment_notices")),
        ("staff", "director", named("staff")),
        ("organisations", "director", named("organisations")),
        ("audit", "auditor", named("audit")),
    ]


@pytest.mark.parametrize(
    ("variant", "options"),
    [
        ("desk-zh", {}),
        ("desk-en", {"language": "en-GB"}),
        ("phone-zh", {"phone": True}),
        ("desk-zh-dark", {"dark": True}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_screen_is_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    opened: dict[str, Any] = {}
    problems: list[str] = []
    for name, username, path in pages():
        if username not in opened:
            opened[username] = browser_page(user=the_town.user(username), **options)
        page = opened[username]
        page.goto(path)
        page.wait_for_load_state("networkidle")
        if page.locator("details.wb-line").count():
            page.locator("details.wb-line summary").first.click()
        screenshot(page, f"workbench-{name}-{variant}")
        try:
            axe(page)
        except AssertionError as found:
            problems.append(str(found))
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            problems.append(f"{path} is {width} px wider than the window")
    assert not problems, "\n\n".join(problems)
