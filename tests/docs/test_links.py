"""Every page can be reached, and every link leads somewhere."""

from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, all_pages, local_targets


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_relative_links_lead_to_a_file_of_the_repository(page: Path) -> None:
    targets = local_targets(page)

    dead = [target for target in targets if not target.exists()]
    outside = [target for target in targets if not target.is_relative_to(ROOT)]

    assert dead == []
    assert outside == []


def test_every_page_of_the_documentation_is_reached_from_its_index() -> None:
    reached: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        waiting.extend(local_targets(page))

    lonely = [page.relative_to(ROOT).as_posix() for page in set(DOCS.rglob("*.md")) - reached]

    assert sorted(lonely) == []
