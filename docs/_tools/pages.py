"""What every tool that writes a page does: write it, or say that it is out of date."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class UnableToWritePageError(Exception):
    """The sources of a page contradict each other."""


def run(
    page: Path,
    render: Callable[[], str],
    *,
    description: str | None,
    argv: list[str] | None,
    tool: str = "",
) -> int:
    """Write ``page``, or with ``--check`` only tell whether it is current; return the exit code."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when out of date")
    check = parser.parse_args(argv).check
    try:
        text = render()
    except UnableToWritePageError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not check:
        page.write_text(text, encoding="utf-8")
        return 0
    if page.exists() and page.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(
        f"{page.relative_to(ROOT).as_posix()} is out of date:"
        f" run python docs/_tools/{tool or page.stem}.py\n"
    )
    return 1
