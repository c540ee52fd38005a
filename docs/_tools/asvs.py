"""Write docs/reference/asvs.md: where the project stands against OWASP ASVS 5.0.0, level 2.

The answers stand in docs/reference/asvs.yaml; every proof must be a file of the project and, after
``::``, a test in it.

Run ``python docs/_tools/asvs.py``; with ``--check`` nothing is written and the exit code is 1 when
the page is out of date or a proof does not exist.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))
from pages import ROOT, UnableToWritePageError, run

SOURCE = ROOT / "docs" / "reference" / "asvs.yaml"
PAGE = ROOT / "docs" / "reference" / "asvs.md"
ANSWERS = {
    "MET": "✓ 符合 met",
    "PART": "◐ 部分 partly",
    "GAP": "✗ 缺 gap",
    "HOST": "⌂ 由运维负责 the operator's",
    "NA": "– 不适用 does not occur",
}

HEAD = """<!-- Written by docs/_tools/asvs.py: change asvs.yaml only. -->

# 安全要求对照 · Security requirements (OWASP ASVS 5.0.0, levels 1 and 2)

{total} 条要求逐条回答；“符合”须有证据（测试或代码），其余写明差距。
编号与级别取自标准原文（CC BY-SA 4.0），措辞是我们自己的。
这是自查，不是第三方评估。

All {total} requirements are answered; “met” names its proof, everything else says what is missing.
Numbers and levels are the standard's (owasp.org, CC BY-SA 4.0), the words are ours. This is our own
check, nobody else's.

{summary}
"""


def load() -> list[dict[str, Any]]:
    """Return the chapters, each with its rows of answers."""
    chapters: list[dict[str, Any]] = yaml.safe_load(SOURCE.read_text("utf-8"))["chapters"]
    return chapters


def render(chapters: list[dict[str, Any]] | None = None) -> str:
    """Return the whole page; raises UnableToWritePageError naming every wrong row."""
    chapters = load() if chapters is None else chapters
    faults = [fault for chapter in chapters for row in chapter["rows"] for fault in _faults(row)]
    if faults:
        raise UnableToWritePageError("\n".join(faults))
    count = Counter(
        row["is"] for chapter in chapters for row in chapter["rows"] for _ in row["ids"]
    )
    summary = " · ".join(f"**{count[key]}** {label}" for key, label in ANSWERS.items())
    parts = [HEAD.format(total=count.total(), summary=summary)]
    for chapter in chapters:
        parts.append(f"## {chapter['id']} {chapter['zh']} · {chapter['en']}\n")
        parts.append("| | 要求 Requirement | | 证据或差距 Proof or gap |\n|---|---|---|---|")
        parts.extend(_line(row) for row in chapter["rows"])
        parts.append("")
    return "\n".join(parts)


def _faults(row: dict[str, Any]) -> Iterator[str]:
    name = row["ids"][0]
    if row["is"] not in ANSWERS:
        yield f"{name}: unknown answer {row['is']}"
    if row["is"] == "MET" and not row.get("proof"):
        yield f"{name}: met without a proof"
    if row["is"] != "MET" and not row.get("note"):
        yield f"{name}: not met without a note"
    for proof in row.get("proof", ()):
        path, _, test = proof.partition("::")
        if not (ROOT / path).exists():
            yield f"{name}: {path} does not exist"
        elif test and f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8"):
            yield f"{name}: {path} has no {test}"


def _line(row: dict[str, Any]) -> str:
    links = [f"[{proof.rpartition('/')[2]}](../../{proof.partition('::')[0]})"
             for proof in row.get("proof", ())]  # fmt: skip
    proof = "<br>".join([*links, *([row["note"]] if row.get("note") else [])])
    words = f"{row['zh']}<br>{row['en']}"
    return f"| {'<br>'.join(row['ids'])} | {words} | {ANSWERS[row['is']]} | {proof} |"


def main(argv: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    return run(PAGE, render, description=__doc__, argv=argv)


if __name__ == "__main__":
    raise SystemExit(main())
