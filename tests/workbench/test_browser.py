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
        ("customer-file", "clerk-zj", named("customer_file", the_town.HOME_TOU)),
        ("customer-people", "clerk-zj", named("customer_file", the_town.HOME) + "?tab=people"),
        ("customer-use", "clerk-hb", named("customer_file", the_town.FACTORY) + "?tab=use"),
        ("customer-new", "clerk-zj", named("customer_new")),
        ("customer-risk", "clerk-hb", named("customer_risk", the_town.FACTORY)),
        ("contact-add", "clerk-zj", named("part_add", the_town.HOME, "CONTACT")),
        ("corrections", "steward-zj", named("corrections")),
        ("quality", "steward-zj", named("quality")),
        ("quality-rule", "steward-zj", named("quality_rule", "MISSING_AREA")),
        ("quality-accept", "steward-zj", named("quality_accept", "MISSING_AREA", the_town.HOME)),
        ("duplicates", "steward-zj", named("duplicates")),
        ("verification", "steward-zj", named("verification")),
        ("verification-new", "steward-zj", named("verification_new")),
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
        ("organisation", "admin", named("organisation", "11")),
        ("person", "admin", named("person", "clerk-zj")),
        ("request-role", "admin", named("request_role", "clerk-zj")),
        ("transfer", "admin", named("transfer", "clerk-zj")),
        ("change-unit", "admin", named("change_unit", "11")),
        ("roles-held", "security", named("roles_held")),
        ("role-catalogue", "auditor", named("role_catalogue")),
        ("rights-reviews", "security", named("rights_reviews")),
        ("my-rights", "clerk-zj", named("my_rights")),
        ("approvals", "security", named("approvals")),
        ("audit", "auditor", named("audit")),
        ("jobs", "admin", named("jobs")),
        ("job", "admin", named("job", the_town.failed_job())),
        ("schedules", "admin", named("schedules")),
        ("schedule", "admin", named("schedule", "audit.archive")),
        ("outbox-events", "admin", named("outbox_events")),
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


def test_a_clerk_takes_money_sees_the_change_and_reverses(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    page = browser_page(reverse("workbench:home"), user=the_town.user("clerk-zj"))

    page.keyboard.press("/")
    page.keyboard.type("赵某", delay=30)
    page.locator("[data-suggestions] a").first.wait_for()
    screenshot(page, "workbench-suggest-desk-zh", full_page=False)
    page.locator("[data-global-search]").fill(the_town.HOME)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/customers/{the_town.HOME}/")

    page.get_by_role("button", name="查看完整信息: 电话").click()
    axe(page)
    page.get_by_role("dialog").get_by_role("textbox").fill("客户本人到厅核对")
    page.get_by_role("dialog").get_by_role("button", name="查看").click()
    page.locator("#file .gh-revealed").first.wait_for()

    page.get_by_role("link", name="收费").first.click()
    page.get_by_label("实收现金").fill("300")
    page.locator("[data-change-amount]", has_text="40.32").wait_for()
    screenshot(page, "workbench-take-change-desk-zh")
    axe(page)
    page.get_by_role("button", name="确认收款").click()
    page.get_by_text("应找零").wait_for()
    screenshot(page, "workbench-payment-desk-zh")
    axe(page)

    page.get_by_role("button", name="冲正收费").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("金额录错，客户当场退款")
    screenshot(page, "workbench-reverse-desk-zh", full_page=False)
    axe(page)
    page.get_by_role("dialog").get_by_role("button", name="冲正收费").click()
    page.get_by_text("这笔收费已冲正").wait_for()
    page.goto(reverse("workbench:customer", args=[the_town.HOME]))
    page.wait_for_load_state("networkidle")
    screenshot(page, "workbench-customer-after-desk-zh")


def test_bills_and_payments_open_beside_the_page(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    page = browser_page(
        reverse("workbench:customer", args=[the_town.HOME_TOU]), user=the_town.user("clerk-zj")
    )
    page.locator("#bills [data-row-link]").first.click()
    page.locator("#gh-drawer .wb-line").first.wait_for()
    page.locator("#gh-drawer .wb-line summary").first.click()
    screenshot(page, "workbench-bill-drawer-desk-zh", full_page=False)
    axe(page)
    page.keyboard.press("Escape")
    page.locator("#gh-drawer").wait_for(state="hidden")


def test_the_approver_types_the_number(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    pk = the_town.rated_again(the_town.HOME)
    page = browser_page(
        reverse("workbench:bill_run", args=[pk]), user=the_town.user("approver"), language="en-GB"
    )
    page.get_by_role("button", name="Approve and issue").click()
    dialog = page.get_by_role("dialog")
    screenshot(page, "workbench-approve-desk-en", full_page=False)
    axe(page)
    dialog.get_by_role("textbox").fill(the_town.run_no(pk))
    dialog.get_by_role("button", name="Approve and issue").click()
    page.get_by_text("being issued").first.wait_for()
    screenshot(page, "workbench-issuing-desk-en")
    axe(page)
