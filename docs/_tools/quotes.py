"""Writes docs/reference/quotes.md and quote-schema.json from the examples and the forms.

`python docs/_tools/quotes.py` writes them; `--check` says whether they are as they should be.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1]
EXAMPLES = DOCS / "examples" / "quotes"
PAGE = DOCS / "reference" / "quotes.md"
SCHEMA = DOCS / "reference" / "quote-schema.json"

INTRODUCTION = Path(__file__).with_name("quotes_introduction.txt")


def page() -> str:
    """Return the page: the introduction, then every example with its answer in short."""
    parts = [INTRODUCTION.read_text(encoding="utf-8")]
    for path in example_paths():
        document = json.loads(path.read_text(encoding="utf-8"))
        expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
        parts.append(_section(path.stem, document, expected))
    return "\n".join(parts)


def example_paths() -> list[Path]:
    """Return the documents of the examples, without their answers."""
    return [p for p in sorted(EXAMPLES.glob("*.json")) if not p.name.endswith(".expected.json")]


def _section(name: str, document: dict[str, Any], expected: dict[str, Any]) -> str:
    title = name.split("-", 1)[1].replace("-", " ").capitalize()
    lines = [f"## {title}", "", document["note"], "", "```json", _short(document), "```", ""]
    lines += ["| Case | Answer |", "|---|---|"]
    lines += [f"| {case['id']} | {_told(case)} |" for case in expected["cases"]]
    return "\n".join(lines) + "\n"


def _short(document: dict[str, Any]) -> str:
    """Return the cases, one a block, each field on a line of its own."""
    blocks = []
    for case in document["cases"]:
        fields = [
            f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in case.items()
        ]
        blocks.append("{\n" + ",\n".join(fields) + "\n}")
    return "[" + ", ".join(blocks) + "]"


def _told(case: dict[str, Any]) -> str:
    if case["outcome"] == "refused":
        return f"refused: `{case['code']}`"
    if case["outcome"] == "invalid":
        return "invalid: " + ", ".join(f"`{place}`" for place in case["places"])
    lines = " · ".join(f"`{code}` {amount}" for code, amount in case["lines"])
    if case["total"] is not None:
        return f"{lines} = **{case['total']}**"
    return " · ".join(f"`{name}` {value}" for name, value in case["figures"].items())


def main() -> int:
    """Write both files, or compare them."""
    from gridhall.rating.quotes.schema import schema_text

    wanted = {PAGE: page(), SCHEMA: schema_text()}
    if "--check" not in sys.argv:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
        return 0
    old = [p for p, text in wanted.items() if not p.exists() or p.read_text("utf-8") != text]
    for path in old:
        told = f"{path.relative_to(DOCS.parent)} is out of date: python docs/_tools/quotes.py\n"
        sys.stdout.write(told)
    return 1 if old else 0


if __name__ == "__main__":
    raise SystemExit(main())
