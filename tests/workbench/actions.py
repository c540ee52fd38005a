"""Every action that the source records in the audit trail, found by reading it.

``record(action=…)`` and ``AuditEntry(action=…)`` are where actions end; a function that hands its
own parameter on to one of them is looked through, so ``_note("failed")`` is found as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gridhall"
SHAPE = "abcdefghijklmnopqrstuvwxyz_."


@dataclass(frozen=True)
class Sink:
    """A function and the parameter that becomes (a part of) an action; where it is defined."""

    package: str
    name: str
    parameter: str
    place: int
    prefix: str = ""
    suffix: str = ""
    home: str = ""


Function = ast.FunctionDef | ast.AsyncFunctionDef
OPEN_ENDS = (Sink("", "record", "action", 99), Sink("", "AuditEntry", "action", 99))


def recorded() -> dict[str, str]:
    """Return each action with the place in the source where it is written."""
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }
    own = {path: _defined(tree) for path, tree in trees.items()}
    sinks, found = set(OPEN_ENDS), dict[str, str]()
    while True:
        before = len(sinks)
        for path, tree in trees.items():
            for function, call in _calls(tree):
                for sink in [one for one in sinks if _fits(one, path, call, own[path])]:
                    _look(path, tree, function, call, sink, sinks, found)
        if len(sinks) == before:
            return {name: place for name, place in found.items() if set(name) <= set(SHAPE)}


def _calls(tree: ast.Module) -> Iterator[tuple[Function | None, ast.Call]]:
    inside: set[ast.AST] = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    inside.add(node)
                    yield function, node
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node not in inside:
            yield None, node


def _package(path: Path) -> str:
    """Return the context a file belongs to: billing, foundation/signin, workbench/jobs."""
    parts = path.relative_to(SOURCE).parts
    return "/".join(parts[: 2 if parts[0] in {"foundation", "workbench"} else 1])


def _defined(tree: ast.Module) -> set[str]:
    """Return the private functions of a file: a call of that name means this one."""
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))
    return {function.name for function in functions if function.name.startswith("_")}


def _fits(sink: Sink, path: Path, call: ast.Call, own: set[str]) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name != sink.name or sink.package not in {"", _package(path)}:
        return False
    return name not in own or sink.home == str(path)


def _look(
    path: Path, tree: ast.Module, function: Function | None, call: ast.Call, sink: Sink,
    sinks: set[Sink], found: dict[str, str],
) -> None:  # fmt: skip
    given = [word.value for word in call.keywords if word.arg == sink.parameter]
    given += call.args[sink.place : sink.place + 1]
    for value in given:
        for prefix, hole, suffix in _pieces(value, function, tree):
            if not hole:
                action = f"{sink.prefix}{prefix}{sink.suffix}"
                if "." in action:
                    found.setdefault(action, f"{path.relative_to(SOURCE)}:{call.lineno}")
            elif function is not None:
                names = [one.arg for one in function.args.args + function.args.kwonlyargs]
                names = [name for name in names if name != "self"]  # not among a call's own
                if hole in names:
                    keyword_only = {one.arg for one in function.args.kwonlyargs}
                    place = 99 if hole in keyword_only else names.index(hole)
                    sinks.add(
                        Sink(
                            _package(path), function.name, hole, place,
                            sink.prefix + prefix, suffix + sink.suffix, str(path),
                        )
                    )  # fmt: skip


def _pieces(
    value: ast.expr, function: Function | None, tree: ast.Module
) -> Iterator[tuple[str, str, str]]:
    """Yield what an expression may be: a text before a parameter, the parameter, a text after."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value, "", ""
    elif isinstance(value, ast.IfExp):
        yield from _pieces(value.body, function, tree)
        yield from _pieces(value.orelse, function, tree)
    elif isinstance(value, ast.Name):
        assigned = list(_assigned(value.id, function, tree))
        for one in assigned:
            yield from _pieces(one, None, tree)
        if not assigned:
            yield "", value.id, ""
    elif isinstance(value, ast.JoinedStr):
        holes = [i for i, part in enumerate(value.values) if isinstance(part, ast.FormattedValue)]
        if len(holes) == 1 and isinstance(hole := value.values[holes[0]], ast.FormattedValue):
            before, after = (
                "".join(str(getattr(part, "value", "")) for part in parts)
                for parts in (value.values[: holes[0]], value.values[holes[0] + 1 :])
            )
            for prefix, name, suffix in _pieces(hole.value, function, tree):
                yield (f"{before}{prefix}", name, f"{suffix}{after}") if name else (
                    f"{before}{prefix}{after}", "", "",
                )  # fmt: skip


def _assigned(name: str, function: Function | None, tree: ast.Module) -> Iterator[ast.expr]:
    for place in (function, tree):
        for node in ast.walk(place) if isinstance(place, ast.AST) else ():
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == name for target in node.targets
            ):
                yield node.value
        if place is function and function is not None:
            names = [one.arg for one in function.args.args + function.args.kwonlyargs]
            if name in names:
                return
