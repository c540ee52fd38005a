"""Compile every translation (`*.po` under src) into the `*.mo` that Django reads.

The compiled files are never committed. Only what changed is compiled again.
`python build_hooks/compile_messages.py --check` says what is due and compiles nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent


def due(root: Path = ROOT) -> list[Path]:
    """Return the .po files whose .mo is missing or older."""
    return [
        po
        for po in sorted((root / "src").rglob("*.po"))
        if not po.with_suffix(".mo").exists()
        or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime
    ]


def compile_one(po: Path) -> None:
    """Compile one file; the old .mo stays in place until the new one is whole."""
    with po.open("rb") as source:
        # zh_Hans and other locale folders are Django's names, which Babel reads as they are
        catalog = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
    fresh = po.with_suffix(".mo.new")
    with fresh.open("wb") as target:
        write_mo(target, catalog)
    fresh.replace(po.with_suffix(".mo"))


def compile_all(root: Path = ROOT) -> list[Path]:
    """Compile what is due and return the .po files compiled."""
    files = due(root)
    for po in files:
        compile_one(po)
    return files


def main() -> int:
    """Compile, or with --check only say what is due."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="compile nothing; exit 1 if something is due"
    )
    if parser.parse_args().check:
        late = due()
        for po in late:
            print(f"messages: not compiled: {po.relative_to(ROOT)}")
        return 1 if late else 0
    try:
        done = compile_all()
    except PoFileError as reason:
        print(f"messages: {reason}", file=sys.stderr)
        return 1
    print(f"messages: {len(done)} compiled" if done else "messages: up to date")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
