"""What the text of the sources may not hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.floors import ROOT

SOURCES = ROOT / "src" / "gridhall"
LONGEST_FILE = 500
# Where amounts and energies are made and kept.
EXACT_PACKAGES = ("kernel", "rating", "tariffs", "contracts", "metering", "billing", "receivables")
EXACT = [path for name in EXACT_PACKAGES for path in sorted((SOURCES / name).rglob("*.py"))]
TEMPLATES = sorted(SOURCES.rglob("templates/**/*.html"))

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.I)
HANDLER = re.compile(r"\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=\s*[\"']|javascript:", re.I)
EXTERNAL = re.compile(r"(?:src|href|action|srcset|url)\s*[=(]\s*[\"']?(?:https?:)?//", re.I)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.S)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("folder", ["src", "tests", "build_hooks", "bench"])
def test_files_are_short_enough_to_read(folder: str) -> None:
    long = {
        relative(path): lines
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }

    assert long == {}


def floats(text: str) -> Iterator[int]:
    """Yield the lines where a float is made: a call of float(), a literal, a FloatField."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            called = name == "FloatField" or (name == "float" and _is_called(text, node))
            if called:
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno


def _is_called(text: str, node: ast.expr) -> bool:
    line = text.splitlines()[node.lineno - 1]
    return line[node.end_col_offset or 0 :].lstrip().startswith("(")


@pytest.mark.parametrize("path", EXACT, ids=relative)
def test_amounts_and_energies_are_exact(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()

    found = [
        f"{relative(path)}:{number}: {lines[number - 1].strip()}"
        for number in floats(text)
        if "# not an amount" not in lines[number - 1]
    ]

    assert found == [], "use Decimal; a duration or a ratio for the screen says `# not an amount`"


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("x = float('1')", True),
        ("x = 0.1", True),
        ("x = models.FloatField()", True),
        ("x: float | None = None", False),
        ("isinstance(x, float)", False),
        ("x = Decimal('0.1')", False),
    ],
)
def test_float_check_sees_what_it_should(text: str, caught: bool) -> None:
    assert bool(list(floats(text))) is caught


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_keep_the_content_security_policy(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))

    for rule in (INLINE_SCRIPT, INLINE_STYLE, HANDLER, EXTERNAL):
        found = rule.search(text)
        assert found is None, f"{relative(path)}: {found.group(0)!r}" if found else ""


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<div style="color:red">',
        "<style>a{}</style>",
        '<button onclick="x()">',
        '<a href="javascript:x()">',
        '<img src="//cdn.example.com/x.png">',
        '<link href="https://fonts.example.com/x.css">',
    ],
)
def test_template_rules_see_what_they_should(text: str) -> None:
    assert any(rule.search(text) for rule in (INLINE_SCRIPT, INLINE_STYLE, HANDLER, EXTERNAL))
