"""Write docs/glossary.md from docs/glossary.yaml.

Run ``python docs/_tools/glossary.py``; with ``--check`` nothing is written and the exit code
is 1 when the page is not what the source says.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))
from pages import ROOT, run

SOURCE = ROOT / "docs" / "glossary.yaml"
PAGE = ROOT / "docs" / "glossary.md"

HEAD = """<!-- Written by docs/_tools/glossary.py from glossary.yaml: change the source only. -->

# 术语表 · Glossary

{count} 个行业用语：中文、英文、代码中的标识符、CIM 名称（IEC 61968/61970，如有）和一句话含义。
代码、界面和文档只用这里的词；尚未建成的模块，其标识符先在此保留。

{count} words of the trade: Chinese, English, identifier in code, name in the CIM (IEC 61968/61970)
where there is one, and a one-line meaning. Code, screens and documents use these words and no
others; the identifiers of contexts that are not built yet are reserved here.
"""


def load_sections() -> list[dict[str, Any]]:
    """This will return the sections of the glossary, each with its terms."""
    sections: list[dict[str, Any]] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["sections"]
    return sections


def render(sections: list[dict[str, Any]]) -> str:
    """This will return the whole page as Markdown."""
    parts = [HEAD.format(count=sum(len(section["terms"]) for section in sections))]
    for section in sections:
        parts.append(f"## {section['zh']} · {section['en']}\n")
        parts.append("| 中文 | English | Identifier | CIM | Meaning |")
        parts.append("|---|---|---|---|---|")
        parts.extend(_row(term) for term in section["terms"])
        parts.append("")
    return "\n".join(parts)


def _row(term: dict[str, str]) -> str:
    cim = f"`{term['cim']}`" if "cim" in term else ""
    return f"| {term['zh']} | {term['en']} | `{term['id']}` | {cim} | {term['mean']} |"


def main(argv: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    return run(PAGE, lambda: render(load_sections()), description=__doc__, argv=argv)


if __name__ == "__main__":
    raise SystemExit(main())
