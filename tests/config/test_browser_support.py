"""The browser fixtures notice what they promise to notice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browser import Watched

pytestmark = pytest.mark.browser


@pytest.fixture
def blank(chromium: Any) -> Any:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def test_request_to_another_machine_is_caught_and_stopped(blank: Any) -> None:
    watched = Watched(home="http://127.0.0.1:1")
    watched.attach(blank)

    blank.set_content('<img src="https://example.com/logo.png" alt="">')

    assert any("left the machine: https://example.com" in text for text in watched.unexpected())


def test_script_error_is_caught_unless_allowed(blank: Any) -> None:
    watched = Watched(home="http://127.0.0.1:1")
    watched.attach(blank)

    blank.set_content("<script>console.error('broken chart')</script>")
    blank.wait_for_timeout(50)

    assert watched.unexpected()
    watched.allow("broken chart")
    assert watched.unexpected() == []


def test_axe_names_rule_and_place(blank: Any, axe: Any) -> None:
    blank.set_content(
        '<html lang="zh"><title>t</title><main><h1>x</h1><img src="data:,"></main></html>'
    )

    with pytest.raises(AssertionError, match=r"image-alt[\s\S]*<img"):
        axe(blank)
