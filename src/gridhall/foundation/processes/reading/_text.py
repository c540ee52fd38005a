"""From the text of a file to a checked definition."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from django.utils.translation import gettext_noop as _

from .. import plain
from ..definition import Definition, Field, FieldKind, Step
from ..faults import DefinitionRefused, Faults
from ..plain import Node
from . import _graph
from ._parts import Reader
from ._steps import read_step

KEYS = {"process", "title", "subject", "source", "fields", "steps"}
MOST_STEPS, MOST_FIELDS = 200, 100


def read_file(path: Path, *, gates: Collection[str] = ()) -> Definition:
    """Return the definition in a file; raise DefinitionRefused with every fault in it."""
    return read(path.read_text(encoding="utf-8"), file=path.name, gates=gates)


def read(text: str, *, file: str = "definition", gates: Collection[str] = ()) -> Definition:
    """Return the definition that a text holds; raise DefinitionRefused with every fault in it.

    ``gates`` are the names of gates that contexts provide for this process, beside the built-in
    ones. ``file`` is how faults call the text.
    """
    faults = Faults(file)
    root = plain.read(text, faults=faults)
    faults.stop()
    reader = Reader(faults=faults, gates=frozenset(gates))
    found = _definition(root, reader) if root else None
    faults.stop()
    if found is None:  # a fault was noted, so nobody gets here
        raise DefinitionRefused(faults.found)
    return found


def _definition(root: Node, reader: Reader) -> Definition | None:
    keys = reader.keys(root, KEYS, needed={"process", "title", "subject", "source", "steps"})
    if not keys:
        return None
    reader.fields = _fields(keys.get("fields"), reader)
    steps = _steps(keys["steps"], reader) if "steps" in keys else {}
    code = reader.name(keys.get("process"), _("The code of the process"))
    title = reader.title(keys.get("title"), root.line)
    subject = reader.name(keys.get("subject"), _("The subject"))
    source = reader.words(keys.get("source"), 500)
    if not source:
        reader.add(_("Say in “source” where this process comes from."), root)
    reader.faults.stop()
    shape = _graph.check(steps, reader)
    return Definition(
        code=code, title=title, subject=subject, source=source, fields=reader.fields,
        steps=steps, joins=shape.joins, blocks=shape.blocks,
    )  # fmt: skip


def _fields(node: Node | None, reader: Reader) -> dict[str, Field]:
    if node is None:
        return {}
    if not node.is_map or len(node.value) > MOST_FIELDS:
        reader.add(_("“fields” must map names to fields, at most {limit}."), node,
                   limit=MOST_FIELDS)  # fmt: skip
        return {}
    return {
        name: field
        for name, one in node.value.items()
        if (field := _field(name, one, reader)) is not None
    }


def _field(name: str, node: Node, reader: Reader) -> Field | None:
    if not reader.is_name(name):
        reader.add(_("“{name}” is no name: small letters, digits and _."), node, name=name)
        return None
    keys = reader.keys(node, {"kind", "title", "choices"}, needed={"kind", "title"})
    if not keys:
        return None
    kind = keys["kind"].text if "kind" in keys else ""
    if kind not in {one.value for one in FieldKind}:
        reader.add(_("The field {name} has the unknown kind “{kind}”: use one of {known}."), node,
                   name=name, kind=kind, known=", ".join(FieldKind))  # fmt: skip
        return None
    choices = reader.choices(keys.get("choices"))
    if (kind == FieldKind.CHOICE) is not bool(choices):
        reader.add(_("The field {name}: “choices” belong to the kind choice, and to no other."),
                   node, name=name)  # fmt: skip
    title = reader.title(keys.get("title"), node.line)
    return Field(name=name, kind=FieldKind(kind), title=title, choices=choices, line=node.line)


def _steps(node: Node, reader: Reader) -> dict[str, Step]:
    if not node.is_map or not 2 <= len(node.value) <= MOST_STEPS:
        reader.add(_("“steps” must map names to steps, from 2 to {limit}."), node,
                   limit=MOST_STEPS)  # fmt: skip
        return {}
    found: dict[str, Step] = {}
    for name, one in node.value.items():
        if not reader.is_name(name):
            reader.add(_("“{name}” is no name: small letters, digits and _."), one, name=name)
            continue
        reader.step = name
        step = read_step(name, one, reader)
        reader.step = ""
        if step is not None:
            found[name] = step
    return found
