"""The pictures of the processes show the processes of the program."""

from __future__ import annotations

from tests.docs.pages import load_tool


def test_page_and_pictures_are_current() -> None:
    pictures = load_tool("process_pictures")
    for path, text in pictures.render().items():
        assert path.read_text(encoding="utf-8") == text, (
            "run python docs/_tools/process_pictures.py"
        )
