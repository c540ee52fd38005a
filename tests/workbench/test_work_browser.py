"""The inbox in a real browser: by keyboard, on a phone, in the dark; pictures to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.processes import registry, services
from gridhall.foundation.processes.registry import ProcessKind
from tests.foundation.processes.conftest import HERE, Office, make_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def office(transactional_db: None, live_server: Any) -> Iterator[Office]:
    """A morning at the office: twelve applications, some late, some in hands."""
    for code in ("connection", "equipment"):
        registry.register(
            ProcessKind(code=code, path=HERE / f"{code}.yaml", subject_type="application")
        )
    at = timezone.now()
    services.load_shipped(at=at)
    made = Office(make_people(), at=at)
    for number in range(12):
        made.start(f"2026{number:04d}")
        services.set_due(
            subject_type="application", subject_id=f"2026{number:04d}",
            due_at=at + timedelta(hours=3 * number - 8),
        )  # fmt: skip
    ids = [item.pk for item in made.items("accept")]
    services.many("claim", ids[:3], by_id=made.people["clerk"].pk, at=at)
    services.many("claim", ids[3:8], by_id=made.people["clerk2"].pk, at=at)
    yield made
    for code in ("connection", "equipment"):
        registry._kinds.pop(code)


def test_the_inbox_is_worked_by_keyboard(
    office: Office, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    inbox = reverse("workbench:work")
    page = browser_page(f"{inbox}?box=open", user=office.people["clerk"])
    screenshot(page, "work-open")
    axe(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert "1" in page.locator("[data-work-count]").inner_text()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("c")
    page.get_by_text("已处理 2 条").wait_for()
    assert page.locator("tbody tr").count() == 2
    page.goto(inbox)
    assert page.locator("tbody tr").count() == 5
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_text("申请资料齐全").wait_for()
    screenshot(page, "work-item")
    axe(page)


@pytest.mark.parametrize(
    ("name", "look"),
    [("zh", {}), ("en", {"language": "en"}), ("dark", {"dark": True}), ("phone", {"phone": True})],
)
def test_every_screen_can_be_looked_at(
    office: Office, browser_page: Any, axe: Any, screenshot: Any, name: str, look: dict[str, Any]
) -> None:
    page = browser_page(user=office.people["chief"], **look)
    item = office.items("accept")[4].pk
    for what, address in (
        ("all", reverse("workbench:work") + "?box=all"), ("load", reverse("workbench:workload")),
        ("item", reverse("workbench:work_item", args=[item])),
        ("empty", reverse("workbench:work")),
    ):  # fmt: skip
        page.goto(address)
        screenshot(page, f"work-{what}-{name}")
        axe(page)
