"""Which way each line takes: along rows, through the channels between columns, in the gutters.

A channel lies left of each column, a gutter under each row; boxes never stand there, so no line
crosses a box. Lines that leave one step share a trunk, so do lines that reach one step.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .graph import Edge, Graph
from .layers import Grid

Span = tuple[float, float]


@dataclass(slots=True)
class Route:
    """One line: leaves to the right (or below, when timed), turns in channels, enters left."""

    edge: Edge
    out: tuple[int, str] | None = None  # channel and trunk where it leaves its row
    gutter: tuple[int, str] | None = None  # gutter and track it runs in
    into: tuple[int, str] | None = None  # channel and trunk where it reaches its target's row


@dataclass(slots=True)
class Tracks:
    """Who uses which stretch of a channel or gutter, and on which track."""

    spans: dict[str, Span] = field(default_factory=dict)

    def use(self, key: str, start: float, end: float) -> None:
        """Note a stretch; one key's stretches are one."""
        low, high = min(start, end), max(start, end)
        if key in self.spans:
            low, high = min(low, self.spans[key][0]), max(high, self.spans[key][1])
        self.spans[key] = (low, high)

    def numbered(self) -> dict[str, int]:
        """Return a track for each key so that no two stretches on a track touch."""
        numbers: dict[str, int] = {}
        for key, (low, high) in sorted(self.spans.items(), key=lambda one: one[1]):
            busy = {
                numbers[other] for other, (start, end) in self.spans.items()
                if other in numbers and start <= high and low <= end
            }  # fmt: skip
            numbers[key] = next(n for n in range(len(self.spans) + 1) if n not in busy)
        return numbers


@dataclass(slots=True)
class Plan:
    """All lines and what they need of each channel and gutter."""

    routes: list[Route]
    leaving: dict[int, Tracks]
    reaching: dict[int, Tracks]
    gutters: dict[int, Tracks]


class Router:
    """Find a way for each line, short ones first."""

    def __init__(self, graph: Graph, grid: Grid) -> None:
        self.graph, self.grid = graph, grid
        self.boxes = grid.occupied()
        self.runs: list[tuple[int, int, int, str, str]] = []
        self.plan = Plan([], {}, {}, {})

    def run(self) -> Plan:
        """Return the plan of all lines in the order of the graph."""

        def length(edge: Edge) -> int:
            return abs(self.grid.column[edge.target] - self.grid.column[edge.source])

        found = {id(edge): self._route(edge) for edge in sorted(self.graph.edges, key=length)}
        self.plan.routes = [found[id(edge)] for edge in self.graph.edges]
        for route in self.plan.routes:
            self._book(route)
        return self.plan

    def _route(self, edge: Edge) -> Route:
        (c1, r1), (c2, r2) = self._at(edge.source), self._at(edge.target)
        route = Route(edge)
        leave, reach = f"from {edge.source}", f"to {edge.target}"
        if edge.timed:
            route.gutter, route.into = (r1, f"timer {edge.source} {edge.target}"), (c2, reach)
            return route
        if c2 > c1 and edge not in self.grid.back:
            alone = len(self.graph.after(edge.source)) == 1
            if self._free(edge, r2, c1, c2):
                if r1 != r2:
                    route.out = (c1 + 1, leave)
                return route
            if alone and self._free(edge, r1, c1, c2):
                route.into = (c2, reach)
                return route
        gutter = r2 - 1 if r1 < r2 else r2
        route.out, route.gutter, route.into = (c1 + 1, leave), (gutter, reach), (c2, reach)
        return route

    def _at(self, code: str) -> tuple[int, int]:
        return self.grid.column[code], self.grid.row[code]

    def _free(self, edge: Edge, row: int, c1: int, c2: int) -> bool:
        """Tell whether a row is free between two columns, and take it if so."""
        if any((column, row) in self.boxes for column in range(c1 + 1, c2)):
            return False
        for other, start, end, source, target in self.runs:
            crosses = other == row and start < c2 and c1 < end
            if crosses and source != edge.source and target != edge.target:
                return False
        self.runs.append((row, c1, c2, edge.source, edge.target))
        return True

    def _book(self, route: Route) -> None:
        (c1, r1), (c2, r2) = self._at(route.edge.source), self._at(route.edge.target)
        middle = r2 if route.gutter is None else route.gutter[0] + 0.5
        if route.out is not None:
            channel, key = route.out
            self.plan.leaving.setdefault(channel, Tracks()).use(key, r1, middle)
        if route.gutter is not None:
            row, key = route.gutter
            start = c1 + 0.5 if route.out is None else c1 + 1.0
            self.plan.gutters.setdefault(row, Tracks()).use(key, start, c2)
        if route.into is not None:
            channel, key = route.into
            start = r1 if route.gutter is None else middle
            self.plan.reaching.setdefault(channel, Tracks()).use(key, start, r2)


def plan(graph: Graph, grid: Grid) -> Plan:
    """Return which way each line of the graph takes."""
    return Router(graph, grid).run()
