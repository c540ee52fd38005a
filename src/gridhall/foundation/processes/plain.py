"""YAML as plain data: maps, lists and short texts with their lines, and nothing that could run.

Refused before anything is built: tags (``!!python/…``), anchors and aliases (which can swell to
gigabytes), merge keys, several documents, deep nesting, long files, keys given twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext_noop as _

from .faults import Faults

LONGEST_TEXT = 200_000
DEEPEST = 16
LONGEST_VALUE = 2_000


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file with the line where it begins."""

    value: Any
    line: int

    @property
    def is_map(self) -> bool:
        """Whether it has keys."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.value, list)

    @property
    def text(self) -> str:
        """Return a scalar as it was written, "" for anything else."""
        return self.value if isinstance(self.value, str) else ""


def read(text: str, *, faults: Faults) -> Node | None:
    """Return the tree of a YAML text; None, with the faults noted, if it is not plain data."""
    if len(text) > LONGEST_TEXT:
        faults.add(
            _("The file has {size} characters; at most {limit} are read."),
            line=1, size=len(text), limit=LONGEST_TEXT,
        )  # fmt: skip
        return None
    try:
        if not _is_plain(text, faults):
            return None
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", "") or "?"
        faults.add(
            _("This is not YAML: {problem}."),
            line=mark.line + 1 if mark else 1, problem=str(problem),
        )  # fmt: skip
        return None
    if root is None:
        faults.add(_("The file is empty."), line=1)
        return None
    return _node(root, faults)


def _is_plain(text: str, faults: Faults) -> bool:
    before = len(faults.found)
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                faults.add(_("The file must hold one document only."), line=line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            faults.add(_("Anchors and aliases (& and *) are not read: write it out."), line=line)
        tag = getattr(event, "tag", None)
        if tag:
            faults.add(_("Tags (“{tag}”) are not read: plain values only."), line=line,
                       tag=str(tag)[:80])  # fmt: skip
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                faults.add(_("The nesting is deeper than {limit} levels."), line=line,
                           limit=DEEPEST)  # fmt: skip
                return False
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and len(event.value) > LONGEST_VALUE:
            faults.add(_("A text is longer than {limit} characters."), line=line,
                       limit=LONGEST_VALUE)  # fmt: skip
    return len(faults.found) == before


def _node(found: yaml.Node, faults: Faults) -> Node:
    line = found.start_mark.line + 1
    if isinstance(found, yaml.SequenceNode):
        return Node([_node(one, faults) for one in found.value], line)
    if isinstance(found, yaml.MappingNode):
        return Node(_mapping(found, faults), line)
    if getattr(found, "style", None) is None and found.value in {"true", "false"}:
        return Node(found.value == "true", line)
    if found.tag == "tag:yaml.org,2002:null":
        return Node(None, line)
    return Node(str(found.value), line)


def _mapping(found: yaml.MappingNode, faults: Faults) -> dict[str, Node]:
    result: dict[str, Node] = {}
    for key, value in found.value:
        line = key.start_mark.line + 1
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if not name or name == "<<":
            faults.add(_("A key must be a simple word."), line=line)
        elif name in result:
            faults.add(_("The key “{key}” is given twice."), line=line, key=name)
        else:
            inner = _node(value, faults)
            result[name] = Node(inner.value, line)
    return result
