"""What the tests of the documents share: where the pages are and how a tool is loaded."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def load_tool(name: str) -> ModuleType:
    """This will import docs/_tools/<name>.py, which belongs to no package."""
    spec = importlib.util.spec_from_file_location(
        f"docs_tool_{name}", DOCS / "_tools" / f"{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def all_pages() -> list[Path]:
    """This will return every Markdown page that the project itself wrote."""
    folders = ("docs", "demo", "src", "tariffbooks", "tests", "bench")
    nested = [page for folder in folders for page in (ROOT / folder).rglob("*.md")]
    ours = [page for page in nested if not {"node_modules", "vendor"} & set(page.parts)]
    return sorted([*ROOT.glob("*.md"), *ours])


def links_of(page: Path) -> list[str]:
    """This will return the targets of the links and pictures of a page, code left out."""
    text = _CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    return _LINK.findall(text)


def local_targets(page: Path) -> list[Path]:
    """This will return the files of this repository that a page points to."""
    targets = [link.partition("#")[0] for link in links_of(page) if "://" not in link]
    return [
        (page.parent / target).resolve()
        for target in targets
        if target and not target.startswith("mailto:")
    ]
