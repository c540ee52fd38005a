"""The tariff screens in a real browser: nothing for axe, no wider than the window, no console
errors; the editor marks the faulty line and Ctrl+S saves.
"""

from __future__ import annotations

from typing import Any

import pytest

from gridhall.billing import services as bills
from tests.workbench import town as the_town

from .test_tariffs import BOOK, SHEET, a_draft, dearer, february, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def pages(folder: Any) -> list[tuple[str, str]]:
    """Put a draft with a replay and one from a sheet in place; return names and addresses."""
    from gridhall.tariffs import selectors, services

    draft = a_draft()
    replay = bills.start_replay(draft_id=draft.pk, by_id=draft.saved_by_id, at=the_town.NOW)
    bills.run_replay(replay_id=replay.pk, at=the_town.NOW)
    file = folder / "sheet.csv"
    file.write_bytes(february())
    sheet = services.draft_from_sheet(
        file=file, name=SHEET.name, structure="HB.tou",
        utility=("国网湖北电力", "State Grid Hubei"),
        by_id=draft.saved_by_id, at=the_town.NOW,
    )  # fmt: skip
    return [
        ("tariffs", url("tariffs")),
        ("tariff-book", url("tariff_book", BOOK)),
        ("tariff-drafts", url("tariff_drafts")),
        ("tariff-draft", url("tariff_draft", draft.pk)),
        ("tariff-edit", url("edit_tariff_draft", draft.pk)),
        ("tariff-sheet", url("tariff_sheet")),
        ("tariff-findings", url("tariff_draft", sheet.pk)),
        ("tariff-compare", url("compare_tariff", selectors.book(path=BOOK).row.id)),
        ("tariff-replay", url("tariff_replay", replay.pk)),
    ]


@pytest.mark.parametrize(
    ("variant", "options"),
    [("desk-zh", {}), ("desk-en-dark", {"language": "en-GB", "dark": True}),
     ("phone-zh", {"phone": True})],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_every_screen_is_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, tmp_path: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    page = browser_page(user=the_town.user("tariffs"), **options)
    problems: list[str] = []
    for name, path in pages(tmp_path):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"workbench-{name}-{variant}")
        try:
            axe(page)
        except AssertionError as found:
            problems.append(str(found))
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            problems.append(f"{path} is {width} px wider than the window")
    assert not problems, "\n\n".join(problems)


def test_a_faulty_line_is_marked_and_the_keyboard_saves(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    page = browser_page(f"{url('new_tariff_draft')}?book={BOOK}", user=the_town.user("tariffs"))
    wrong = dearer().replace('value: "0.548"', "value: 0.548", 1)
    page.locator("#text").fill(wrong)
    page.locator("#reason").fill("调价")
    page.keyboard.press("Control+s")
    page.locator(".wb-line-wrong").first.wait_for()
    assert page.locator(".wb-line-wrong").count() == 1
    page.locator("[data-line]").first.click()
    screenshot(page, "workbench-tariff-faults")
    axe(page)
    page.locator("#text").fill(dearer())
    page.keyboard.press("Control+s")
    page.wait_for_url("**/tariffs/drafts/*/")
