"""What a picture is made of, before anything has a place: boxes, lines between them, rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One step; ``lane`` names the row of boxes (who works there), "" is like the step before."""

    id: str
    kind: str
    title: str
    lane: str = ""
    note: str = ""
    has_timer: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a step to another; ``timed`` ways are taken by a timer on the step.

    ``code`` tells two lines between the same steps apart where that matters.
    """

    source: str
    target: str
    label: str = ""
    timed: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes and lines; the first box is where the process starts."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[tuple[str, str], ...]  # code and label, from top to bottom

    def node(self, code: str) -> Node:
        """Return a step by its id."""
        return next(node for node in self.nodes if node.id == code)

    def after(self, code: str) -> list[Edge]:
        """Return the ways out of a step in their order."""
        return [edge for edge in self.edges if edge.source == code]
