"""Which column and which row each step gets.

Columns: as far right as the longest way from the start, ways back not counted. Rows: one band
for each lane, in it as many rows as steps of one column need.
"""

from __future__ import annotations

from dataclasses import dataclass

from .graph import Edge, Graph


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows of the steps; ``bands`` holds for each lane its first row and its count."""

    column: dict[str, int]
    row: dict[str, int]
    bands: dict[str, tuple[int, int]]
    back: frozenset[Edge]

    @property
    def columns(self) -> int:
        """Return how many columns there are."""
        return max(self.column.values()) + 1

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return max(first + count for first, count in self.bands.values())

    def occupied(self) -> set[tuple[int, int]]:
        """Return the places (column, row) that hold a step."""
        return {(self.column[code], self.row[code]) for code in self.column}


def place(graph: Graph) -> Grid:
    """Return the grid of a graph."""
    back = ways_back(graph)
    forward = [edge for edge in graph.edges if edge not in back]
    column = _columns(graph, forward)
    lane = _lanes(graph, forward, column)
    row, bands = _rows(graph, forward, column, lane)
    return Grid(column=column, row=row, bands=bands, back=frozenset(back))


def ways_back(graph: Graph) -> set[Edge]:
    """Return the lines that lead back to a step on the way to their own source."""
    back: set[Edge] = set()
    state: dict[str, int] = {}
    for node in graph.nodes:
        if node.id in state:
            continue
        state[node.id] = 1
        stack = [(node.id, iter(graph.after(node.id)))]
        while stack:
            code, ways = stack[-1]
            edge = next(ways, None)
            if edge is None:
                state[code] = 2
                stack.pop()
            elif state.get(edge.target) == 1:
                back.add(edge)
            elif edge.target not in state:
                state[edge.target] = 1
                stack.append((edge.target, iter(graph.after(edge.target))))
    return back


def _columns(graph: Graph, forward: list[Edge]) -> dict[str, int]:
    column = {node.id: 0 for node in graph.nodes}
    for _round in graph.nodes:  # longest ways settle after at most one round a step
        moved = False
        for edge in forward:
            if column[edge.target] <= column[edge.source]:
                column[edge.target] = column[edge.source] + 1
                moved = True
        if not moved:
            break
    return column


def _lanes(graph: Graph, forward: list[Edge], column: dict[str, int]) -> dict[str, str]:
    """Give steps nobody works on (gateways, waits, ends) the lane of the step before them."""
    lane = {node.id: node.lane for node in graph.nodes}
    order = sorted(graph.nodes, key=lambda node: column[node.id])
    for node in order:
        if not lane[node.id]:
            before = [edge for edge in forward if edge.target == node.id and lane[edge.source]]
            before.sort(key=lambda edge: (edge.timed, -column[edge.source]))
            lane[node.id] = lane[before[0].source] if before else ""
    for node in reversed(order):
        if not lane[node.id]:
            after = [lane[edge.target] for edge in graph.after(node.id) if lane[edge.target]]
            lane[node.id] = after[0] if after else ""
    return lane


def _rows(
    graph: Graph, forward: list[Edge], column: dict[str, int], lane: dict[str, str]
) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    inner: dict[str, int] = {}
    taken: set[tuple[str, int, int]] = set()
    position = {node.id: number for number, node in enumerate(graph.nodes)}
    for node in sorted(graph.nodes, key=lambda node: (column[node.id], position[node.id])):
        band = lane[node.id]
        wished = [
            inner[edge.source] for edge in forward
            if edge.target == node.id and lane[edge.source] == band and edge.source in inner
        ]  # fmt: skip
        wanted = min(wished, default=0)
        while (band, column[node.id], wanted) in taken:
            wanted += 1
        taken.add((band, column[node.id], wanted))
        inner[node.id] = wanted
    codes = [code for code, _label in graph.lanes if code in lane.values()]
    codes += [code for code in dict.fromkeys(lane.values()) if code not in codes]
    bands: dict[str, tuple[int, int]] = {}
    first = 0
    for code in codes:
        count = 1 + max(inner[step] for step in inner if lane[step] == code)
        bands[code] = (first, count)
        first += count
    return {step: bands[lane[step]][0] + inner[step] for step in inner}, bands
