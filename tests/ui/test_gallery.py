"""The gallery shows every component, and every component obeys the content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import gridhall
from gridhall.ui.gallery.examples import EXAMPLES, FOLDER

PACKAGE = Path(gridhall.__file__).parent
COMPONENTS = PACKAGE / "ui" / "templates" / "cotton"
#: Only frames and pages use these; they are proven by the tests of the shells.
OF_THE_FRAMES = {
    "account_switch", "drawer_host", "language_switch", "logo", "messages", "theme_switch",
    "toasts", "user_menu", "icon", "table_plain", "drawer_link", "filter_bar", "pagination",
    "field",
}  # fmt: skip
FORBIDDEN = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)", re.I
)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_gallery_opens_in_both_languages(client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    page = client.get("/gallery/").content.decode()
    assert all(f'id="{example.name}"' in page for example in EXAMPLES)
    assert "<c-" not in re.sub(r"<pre.*?</pre>", "", page, flags=re.S)
    assert ("组件库" in page) is (language == "zh-hans")


def test_every_component_is_in_the_gallery_or_a_frame() -> None:
    shown = " ".join(path.read_text() for path in FOLDER.glob("*.html"))
    components = {path.stem for path in COMPONENTS.glob("*.html")}
    missing = {
        name for name in components - OF_THE_FRAMES if f"<c-{name.replace('_', '-')}" not in shown
    }
    assert missing == set()


def test_every_component_is_documented() -> None:
    readme = (PACKAGE / "ui" / "README.md").read_text()
    names = [path.stem.replace("_", "-") for path in COMPONENTS.glob("*.html")]
    assert [name for name in names if f"<c-{name}" not in readme] == []


@pytest.mark.parametrize("site", ["ui", "portal", "workbench"])
def test_no_template_breaks_the_content_policy(site: str) -> None:
    found = [
        f"{path.name}: {hit.group()}"
        for path in (PACKAGE / site / "templates").rglob("*.html")
        for hit in FORBIDDEN.finditer(path.read_text())
    ]
    assert found == []


@pytest.mark.django_db
def test_gallery_table_filters_and_exports(client: Client) -> None:
    page = client.get("/gallery/?q=王晓明&sort=total", headers={"accept-language": "en"})
    assert "10 in all" in page.content.decode()
    answer = client.get("/gallery/?q=王晓明&export=csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert len(text.strip().splitlines()) == 11


@pytest.mark.django_db
def test_a_page_asked_for_by_the_drawer_comes_without_its_frame(client: Client) -> None:
    whole = client.get("/gallery/drawer/").content.decode()
    bare = client.get("/gallery/drawer/", headers={"gh-drawer": "1"}).content.decode()
    assert "<html" in whole
    assert "<html" not in bare
    assert 'class="gh-drawer-page"' in bare


def test_scripts_are_short_modules() -> None:
    scripts = sorted((PACKAGE / "ui" / "static" / "ui" / "js").glob("*.js"))
    assert [path.name for path in scripts if len(path.read_text().splitlines()) > 150] == []
