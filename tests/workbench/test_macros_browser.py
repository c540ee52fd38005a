"""Prepared texts, screens on walls and an answer to all, in a real browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.servicedesk import services
from tests.servicedesk.desk import Desk, make_desk
from tests.servicedesk.test_relations import answer_all, mass_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VARIANTS = {
    "desk-zh": {}, "desk-en": {"language": "en-GB"}, "phone-zh": {"phone": True},
    "desk-zh-dark": {"dark": True},
}  # fmt: skip


def named(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def half_answered(desk: Desk) -> str:
    """Return a master case whose answer to all has reached two of five."""
    desk.now = timezone.now() - timedelta(minutes=30)
    master, _cases = mass_event(desk, 5)
    answer = answer_all(desk, master)
    services.carry_on(answer_id=answer.pk, at=desk.now, limit=2)
    return master.number


@pytest.fixture
def desk(live_server: Any) -> Desk:
    return make_desk()


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_screens_are_clean(
    desk: Desk, browser_page: Any, axe: Any, screenshot: Any, variant: str
) -> None:
    number = half_answered(desk)
    page = browser_page(user=desk.people["boss"], **VARIANTS[variant])
    problems: list[str] = []
    for name, path in (
        ("macros", named("macros")),
        ("macro-new", named("macro_new")),
        ("wall-screens", named("wall_screens")),
        ("wall-screen-new", named("wall_screen_new")),
        ("answer-to-all", named("case", number)),
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"workbench-{name}-{variant}")
        try:
            axe(page)
        except AssertionError as found:
            problems.append(f"{path}: {found}")
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            problems.append(f"{path} is {width} px wider than the window")
    assert not problems, "\n\n".join(problems)


def test_a_code_brings_the_figures_to_a_wall_without_a_login(
    desk: Desk, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    office = browser_page(user=desk.people["boss"])
    office.goto(named("wall_screen_new"))
    office.locator("[name=name]").fill("二楼会议室")
    office.locator("form[method=post] button[type=submit]").last.click()
    code = office.locator(".wb-screen-code").inner_text().strip()
    screenshot(office, "workbench-wall-code")
    axe(office)

    wall = browser_page()
    wall.set_viewport_size({"width": 1920, "height": 1080})
    wall.goto("/wall/")
    screenshot(wall, "wall-door")
    axe(wall)
    wall.locator("[name=code]").fill(code)
    wall.locator("form button[type=submit]").first.click()
    wall.locator("[data-wall-figures]").wait_for()
    screenshot(wall, "wall-without-login")
    axe(wall)
