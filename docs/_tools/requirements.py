"""Write docs/reference/requirements.md: which test proves which requirement.

The requirements come from docs/reference/requirements.yaml, the proofs from the markers
``@pytest.mark.requirement("R47")`` in tests/ (read from the syntax tree, nothing is run).

Run ``python docs/_tools/requirements.py``; with ``--check`` nothing is written and the exit code
is 1 when the page is out of date or a marker names an unknown requirement.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))
from pages import ROOT, UnableToWritePageError, run

TESTS = ROOT / "tests"
SOURCE = ROOT / "docs" / "reference" / "requirements.yaml"
PAGE = ROOT / "docs" / "reference" / "requirements.md"

HEAD = """<!-- Written by docs/_tools/requirements.py: change requirements.yaml or the tests. -->

# 需求与证明 · Requirements and their proof

每条需求列出证明它的测试；没有测试证明的写 **missing**。一个标记的意思是：去掉该功能，测试就会失败。
一项需求有了测试，不等于它的每句话都已做完：测试名称说明证明到哪里。

Each requirement with the tests that prove it, or **missing**. A marker means: without the feature
the test fails. A test does not mean that every clause is done: its name says what it proves.
Numbers that contradict each other: [conflicts](conflicts.md).

**{proven} / {total}** 有测试 with a test · **{missing}** missing
"""


class UnknownRequirementError(UnableToWritePageError):
    """A marker in tests/ names a requirement that requirements.yaml does not have."""


def load_capabilities() -> list[dict[str, Any]]:
    """This will return the capabilities, each with its requirements, in their order."""
    capabilities: list[dict[str, Any]] = yaml.safe_load(SOURCE.read_text("utf-8"))["capabilities"]
    return capabilities


def collect_markers(root: Path = TESTS) -> dict[str, list[str]]:
    """This will return the marked tests of each requirement as ``path::Class::test``."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(root.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for name, requirement in _marks_in_body(
            tree.body, path.relative_to(root.parent).as_posix()
        ):
            found[requirement].add(name)
    return {requirement: sorted(names) for requirement, names in found.items()}


def _marks_in_body(body: list[ast.stmt], owner: str) -> Iterator[tuple[str, str]]:
    """Yield (test, requirement) for pytestmark, decorators and parametrised marks."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{owner}::{node.name}"
            for decorator in node.decorator_list:
                yield from ((name, requirement) for requirement in _requirements_in(decorator))
            if isinstance(node, ast.ClassDef):
                yield from _marks_in_body(node.body, name)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if "pytestmark" in map(ast.unparse, targets):
                yield from ((owner, requirement) for requirement in _requirements_in(node.value))


def _requirements_in(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if ast.unparse(node.func).endswith("mark.requirement"):
            yield from (_literal(argument) for argument in node.args)


def _literal(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    raise UnknownRequirementError(f"line {argument.lineno}: write the number as text, like 'R47'")


def render(capabilities: list[dict[str, Any]], markers: dict[str, list[str]]) -> str:
    """This will return the whole page as Markdown.

    Raises:
        UnknownRequirementError: when a marker names a number that is not on the list.
    """
    known = [requirement["id"] for item in capabilities for requirement in item["requirements"]]
    unknown = sorted(set(markers) - set(known))
    if unknown:
        places = "; ".join(f"{number} in {', '.join(markers[number])}" for number in unknown)
        raise UnknownRequirementError(f"not in requirements.yaml: {places}")
    proven = sum(number in markers for number in known)
    parts = [HEAD.format(proven=proven, total=len(known), missing=len(known) - proven)]
    parts.extend(_summary(capabilities, markers))
    for item in capabilities:
        parts.append(f"## {item['id']} {item['zh']} · {item['en']}\n")
        parts.append("| | 要求 | Requirement | Source | Proof |")
        parts.append("|---|---|---|---|---|")
        parts.extend(_row(entry, markers.get(entry["id"], [])) for entry in item["requirements"])
        parts.append("")
    return "\n".join(parts)


def _summary(capabilities: list[dict[str, Any]], markers: dict[str, list[str]]) -> Iterator[str]:
    yield "| | 能力 Capability | 有测试 with a test | 共 of |"
    yield "|---|---|---:|---:|"
    for item in capabilities:
        numbers = [requirement["id"] for requirement in item["requirements"]]
        proven = sum(number in markers for number in numbers)
        yield f"| {item['id']} | {item['zh']} {item['en']} | {proven} | {len(numbers)} |"
    yield ""


def _row(entry: dict[str, str], tests: list[str]) -> str:
    proof = "<br>".join(_link(test) for test in tests) or "**missing**"
    return f"| {entry['id']} | {entry['zh']} | {entry['en']} | {entry['source']} | {proof} |"


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{name or path.rpartition('/')[2]}](../../{path})"


def main(argv: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    return run(
        PAGE, lambda: render(load_capabilities(), collect_markers()), description=__doc__, argv=argv
    )


if __name__ == "__main__":
    raise SystemExit(main())
