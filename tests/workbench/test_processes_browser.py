"""The process screens in a real browser: nothing for axe, no wider than the window, no console
errors; the editor numbers its lines and jumps to the faulty one.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from gridhall.foundation.processes import migrating, publishing, services
from tests.workbench import town as the_town

from .test_processes import NEWER, TEXT, in_force, running, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def pages() -> list[tuple[str, str]]:
    """Put two versions in force with a case moved between them; return names and addresses."""
    old = in_force()
    running("1")
    item = apps.get_model("processes.WorkItem").objects.get(instance_id=running("2"))
    services.complete(
        item_id=item.pk, by_id=the_town.user("agent-zj").pk, at=the_town.NOW,
        values={"answered": False},
    )  # fmt: skip
    new = in_force(NEWER)
    move = migrating.begin(  # one is at the same step, the other has no place any more
        source_id=old.pk, target_id=new.pk, mapping={}, reason="renamed",
        by_id=the_town.user("process").pk, at=the_town.NOW,
    )  # fmt: skip
    preview = url("move_cases", old.pk)
    while migrating.run_batch(migration_id=move.pk, at=the_town.NOW):
        pass
    draft = publishing.save_draft(
        text=NEWER.replace("1 working day", "2 working days"), code="own_process",
        by_id=the_town.user("process").pk, at=the_town.NOW,
    )  # fmt: skip
    return [
        ("processes", url("processes")),
        ("process", url("process", "own_process")),
        ("process-version", url("process_version", draft.pk)),
        ("process-edit", url("edit_process", draft.pk)),
        ("process-upload", url("upload_process")),
        ("process-compare", f"{url('compare_process', draft.pk)}?with={old.pk}"),
        ("process-try", url("try_process", draft.pk)),
        ("process-move", preview),
        ("process-moved", url("case_move", move.pk)),
    ]


@pytest.mark.parametrize(
    ("variant", "options"),
    [("desk-zh", {}), ("desk-en-dark", {"language": "en-GB", "dark": True}),
     ("phone-zh", {"phone": True})],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_every_screen_is_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    page = browser_page(user=the_town.user("process"), **options)
    problems: list[str] = []
    for name, path in pages():
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


#: What is selected in the editor.
CHOSEN = """(() => {
    const area = document.querySelector('#text');
    return area.value.slice(area.selectionStart, area.selectionEnd);
})()"""


def test_the_editor_jumps_to_the_faulty_line(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, watched: Any
) -> None:
    watched.allow("422")
    page = browser_page(url("new_process"), user=the_town.user("process"))
    page.locator("#text").fill(TEXT.replace("HOTLINE_AGENT", "WIZARD"))
    assert page.locator(".wb-lines span").count() == TEXT.count("\n") + 1

    page.locator("button[value=check]").click()
    page.locator(".wb-line-wrong").first.wait_for()  # the page's script has run
    page.locator("[data-line]").first.click()

    for _again in range(50):
        chosen = page.evaluate(CHOSEN)
        if chosen:
            break
        page.wait_for_timeout(100)
    assert "WIZARD" in chosen
    assert page.locator(".wb-line-wrong").count() == 1
    screenshot(page, "workbench-process-faults")
    axe(page)
    page.locator("#text").fill(TEXT)
    page.locator("button[value=check]").click()
    page.locator("svg.gh-flow").wait_for()
