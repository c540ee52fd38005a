"""The BPMN picture of a definition: gateways for conditions, clocks on edges, named flows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gridhall.foundation.processes import wording
from gridhall.foundation.processes.definition import Definition, Kind, Step, StepTimer
from gridhall.foundation.processes.drawing.graph import Edge, Graph, Node
from gridhall.foundation.processes.drawing.of_definition import graph_of
from gridhall.foundation.processes.guards import Guard

from .names import FOLDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One sequence flow: from which element to which, when, and how it is called."""

    code: str
    source: str
    target: str
    when: Guard | None = None
    label: str = ""
    is_default: bool = False
    clock: str = ""
    """The id of the clock it leaves, if it is taken by a timer."""


def is_folded(step: Step) -> bool:
    """Tell whether a step has conditions of its own: in BPMN a gateway after it holds them."""
    return step.kind not in (Kind.CHOICE, Kind.FORK) and len(step.next) > 1


def clock_id(step: Step, timer: StepTimer) -> str:
    """Return the id of the clock that a timer is, on the edge of its step."""
    return f"Clock_{step.id}_{timer.name}"


def flows(definition: Definition) -> list[Flow]:
    """Return all sequence flows in the order of the steps and their ways."""
    return [flow for step in definition.steps.values() for flow in _flows(definition, step)]


def _flows(definition: Definition, step: Step) -> Iterator[Flow]:
    source = step.id
    if is_folded(step):
        source = FOLDED + step.id
        yield Flow(code=f"Flow_{step.id}", source=step.id, target=source)
    decides = is_folded(step) or step.kind == Kind.CHOICE
    for number, way in enumerate(step.next, start=1):
        yield Flow(
            code=f"Flow_{source}_{number}", source=source, target=way.to, when=way.when,
            label=wording.way(definition, step, way),
            is_default=decides and way.when is None and len(step.next) > 1,
        )  # fmt: skip
    for timer in step.timers:
        if timer.next:
            clock = clock_id(step, timer)
            yield Flow(code=f"Flow_{clock}", source=step.id, target=timer.next, clock=clock)


def graph(definition: Definition) -> Graph:
    """Return the graph that is drawn: each BPMN element a box, each sequence flow a line."""
    plain = graph_of(definition)
    nodes: list[Node] = []
    for node in plain.nodes:
        nodes.append(node)
        if is_folded(definition.steps[node.id]):
            nodes.append(Node(FOLDED + node.id, "choice", "", node.lane))
    edges = tuple(
        Edge(one.source, one.target, one.label, bool(one.clock), one.code)
        for one in flows(definition)
    )
    return replace(plain, nodes=tuple(nodes), edges=edges)
