"""The graph of a definition: its steps, ways and roles in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gridhall.foundation.processes import wording
from gridhall.foundation.processes.definition import Definition, Kind, Step

from .graph import Edge, Graph, Node

UNTITLED = frozenset({Kind.FORK, Kind.JOIN})  # their sign says it all


def graph_of(definition: Definition) -> Graph:
    """Return the graph of a definition, texts in the language that is active."""
    nodes = tuple(_node(definition, step) for step in definition.steps.values())
    lanes: dict[str, str] = {}
    for step in definition.steps.values():
        if step.role or step.role_field:
            lanes.setdefault(lane_of(step), wording.role_of(definition, step))
    return Graph(nodes=nodes, edges=tuple(_edges(definition)), lanes=tuple(lanes.items()))


def lane_of(step: Step) -> str:
    """Return the code of the row a step stands in: its role, or the field that names it."""
    return f"field:{step.role_field}" if step.role_field else step.role


def _node(definition: Definition, step: Step) -> Node:
    note = wording.delay(definition, step.delay) if step.delay else ""
    if step.timers:
        note = _(", ").join(wording.delay(definition, timer.delay) for timer in step.timers)
    unnamed = step.title.en == step.id and step.kind != Kind.TASK
    title = "" if step.kind in UNTITLED or unnamed else str(step.title)
    return Node(
        id=step.id, kind=step.kind.value, title=title, lane=lane_of(step), note=note,
        has_timer=bool(step.timers),
    )  # fmt: skip


def _edges(definition: Definition) -> list[Edge]:
    found: dict[tuple[str, str, bool], list[str]] = {}
    for step in definition.steps.values():
        for way in step.next:
            found.setdefault((step.id, way.to, False), []).append(
                wording.way(definition, step, way)
            )
        for timer in step.timers:
            if timer.next:
                label = wording.delay(definition, timer.delay)
                found.setdefault((step.id, timer.next, True), []).append(label)
    return [
        Edge(source, target, _(" or ").join(filter(None, labels)), timed)
        for (source, target, timed), labels in found.items()
    ]
