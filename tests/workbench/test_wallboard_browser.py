"""The wall board in a real browser: readable on a wall and on a phone, fresh by asking again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gridhall.servicedesk import services
from tests.servicedesk.desk import make_desk
from tests.workbench.test_wallboard import Server, case, soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "/workbench/wall-board/"


@pytest.fixture
def desk(live_server: Any) -> Any:
    made, now = make_desk(), timezone.now()
    made.now = now - timedelta(minutes=40)
    for kind, topic in (("COMPLAINT", "EQUIPMENT"), ("CONSULTATION", "BILL"), ("REPAIR", "")):
        for _time in range(3):
            made.register(kind, topic)
    for number in range(900, 912):
        case(made.units["11" if number % 2 else "20"], number, kind="SUGGESTION",
             due_at=now + timedelta(minutes=number - 903), received_at=now - timedelta(days=1),
             registered_at=now - timedelta(days=1), status="IN_PROGRESS")  # fmt: skip
    return made


@pytest.mark.parametrize("how", ["wall", "desk", "phone"])
def test_figures(desk: Any, browser_page: Any, axe: Any, screenshot: Any, how: str) -> None:
    page = browser_page(
        phone=how == "phone", user=desk.people["boss"], language="en" if how == "desk" else "zh-CN"
    )
    if how == "wall":
        page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(PATH)
    page.locator("[data-wall-state][data-state]").wait_for()
    screenshot(page, f"wall-board-{how}", full_page=how == "phone")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    if how == "wall":
        size = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.wb-tiles strong')).fontSize)"
        )
        assert size >= 48
        assert page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0
        page.evaluate(
            "document.querySelector('[data-wall-figures]').dispatchEvent(new Event('wall:poll'))"
        )
        page.get_by_text("每15秒刷新").wait_for()


def test_it_is_live_where_the_server_streams(
    desk: Any, browser_page: Any, live_server: Any, watched: Any, screenshot: Any
) -> None:
    page = browser_page(user=desk.people["boss"])
    with Server() as address:
        watched.home = address
        page.context.add_cookies(
            [{**one, "url": address} for one in _plain(page.context.cookies())]
        )
        page.goto(f"{address}{PATH}")
        page.get_by_text("实时").wait_for()
        before = page.locator(".wb-tiles strong").first.inner_text()
        made = desk.register("PRAISE")
        soon(lambda: page.locator(".wb-tiles strong").first.inner_text() != before)
        assert made.number
        services.cancel(case_id=made.pk, reason="重复", by_id=desk.id("agent"), at=timezone.now())
        screenshot(page, "wall-board-live", full_page=False)
        page.goto("about:blank")


def _plain(cookies: Any) -> list[dict[str, Any]]:
    return [{"name": one["name"], "value": one["value"], "httpOnly": True} for one in cookies]
