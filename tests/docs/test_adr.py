"""Decisions are numbered without holes, complete and listed."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, local_targets

ADRS = sorted((DOCS / "adr").glob("[0-9]*.md"))
SECTIONS = ["Context", "Decision", "Consequences", "Evidence"]


def test_numbers_run_without_holes_or_doubles() -> None:
    numbers = [int(page.name[:4]) for page in ADRS]

    assert numbers == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("page", ADRS, ids=lambda page: page.name)
def test_a_decision_is_complete_and_about_half_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert re.fullmatch(r"\d{4}(-[a-z0-9]+)+\.md", page.name)
    assert text.startswith(f"# {page.name[:4]} ")
    assert re.search(r"^Status: (accepted|superseded by \[\d{4}\].*)$", text, re.MULTILINE)
    assert re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert len(text.split()) <= 400


def test_every_decision_is_listed_in_the_index() -> None:
    listed = local_targets(ROOT / "docs" / "adr" / "index.md")

    assert set(ADRS) <= set(listed)
