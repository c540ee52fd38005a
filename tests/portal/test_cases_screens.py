"""A customer's requests in a real browser: on a phone from the card to the rating, on a desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.portal.test_cases import access, answered
from tests.servicedesk.desk import make_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server: Any) -> Any:
    made = make_desk()
    made.now = timezone.now()
    access(made.customer, made.account)
    return made


def narrow(page: Any) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


@pytest.mark.requirement("R57")
def test_from_the_card_to_the_rating(
    desk: Any, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    page = browser_page(phone=True, user=desk.customer)
    page.set_default_timeout(40_000)
    page.goto("/portal/cases/")
    screenshot(page, "portal-cases-empty-phone")
    axe(page)
    page.get_by_role("link", name="新建诉求").first.click()
    screenshot(page, "portal-cases-kinds-phone")
    axe(page)
    narrow(page)
    page.get_by_role("link", name="咨询").click()
    page.get_by_label("涉及哪方面").select_option("BILL")
    page.get_by_label("您想了解什么").fill("上月电费比平常多一倍，请核查。")
    page.get_by_label("联系电话").or_(page.get_by_label("电话")).first.fill("13800000001")
    screenshot(page, "portal-cases-new-phone")
    axe(page)
    narrow(page)
    page.get_by_role("button", name="发送").click()
    page.get_by_text("已受理，编号").wait_for()
    number = page.url.rstrip("/").split("/")[-1]
    screenshot(page, "portal-case-phone")
    axe(page)
    narrow(page)

    from gridhall.servicedesk.models import Case

    answered(desk, Case.objects.get(number=number), "已核查：因更换电表，补计两天电量。")
    page.reload()
    screenshot(page, "portal-case-answered-phone")
    axe(page)
    page.get_by_role("button", name="满意，问题已解决").click()
    page.get_by_role("button", name="满意", exact=True).click()  # the face
    page.get_by_text("感谢您的评价").wait_for()
    screenshot(page, "portal-case-rated-phone")
    axe(page)
    page.goto("/portal/cases/?state=ended")
    screenshot(page, "portal-cases-ended-phone")
    axe(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_desk_in_english(
    desk: Any, browser_page: Any, axe: Any, screenshot: Any, dark: bool
) -> None:
    case = desk.register("REPAIR", topic="")
    answered_page = browser_page(
        f"/portal/cases/{case.number}/", language="en", dark=dark, user=desk.customer
    )
    screenshot(answered_page, f"portal-case-desk-english-{'dark' if dark else 'light'}")
    axe(answered_page)
    if dark:
        return
    for name in ("new/", "new/REPAIR/", "new/REPORT/", ""):
        answered_page.goto(f"/portal/cases/{name}")
        screenshot(answered_page, f"portal-cases-desk-{name.replace('/', '-').lower() or 'list'}x")
        axe(answered_page)
        narrow(answered_page)
