"""Places in pixels: boxes, lines with their corners, bands of the lanes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from . import layers, routes, texts
from .graph import Edge, Graph, Node

TASK = (128, 58)
SIZES = {
    "start": (34, 34), "end": (34, 34), "choice": (42, 42), "fork": (42, 42), "join": (42, 42),
    "wait": (38, 38), "timer": (38, 38),
}  # fmt: skip
HEADER = 96  # the lane's name
TRACK = 11
CHANNEL = 30
GUTTER = 20
LABEL_ROOM = 96
LABEL_SIZE = 11
UNDER = 96  # room for the title under a small sign
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A step in its place."""

    node: Node
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Return the middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A way with its corners; its label starts at ``label_at`` and goes up from there."""

    edge: Edge
    points: tuple[Point, ...]
    label: tuple[str, ...] = ()
    label_at: Point = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Band:
    """One lane."""

    code: str
    label: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in its place."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    width: float
    height: float

    def box(self, code: str) -> Box:
        """Return the box of a step."""
        return next(box for box in self.boxes if box.node.id == code)


def lay_out(graph: Graph) -> Picture:
    """Return the picture of a graph: always the same for the same graph."""
    grid = layers.place(graph)
    return _Places(graph, grid, routes.plan(graph, grid)).picture()


def is_small(node: Node) -> bool:
    """Tell whether a step is a sign with its title below, not a box with the title inside."""
    return node.kind in SIZES


class _Places:
    """Widths of columns and channels, heights of rows and gutters, and where they begin."""

    def __init__(self, graph: Graph, grid: layers.Grid, plan: routes.Plan) -> None:
        self.graph, self.grid, self.plan = graph, grid, plan
        self.labels = {
            id(route): texts.wrap(route.edge.label, size=LABEL_SIZE, room=LABEL_ROOM, lines=2)
            for route in plan.routes
        }  # fmt: skip
        self.leaving = {c: tracks.numbered() for c, tracks in plan.leaving.items()}
        self.reaching = {c: tracks.numbered() for c, tracks in plan.reaching.items()}
        self.gutters = {g: tracks.numbered() for g, tracks in plan.gutters.items()}
        self._across()
        self._down()

    def _across(self) -> None:
        self.left: list[float] = []
        self.width: list[float] = []
        self.channel: list[float] = []
        x = float(HEADER)
        for column in range(self.grid.columns):
            self.channel.append(x)
            x += self._channel_width(column)
            inside = [n for n in self.graph.nodes if self.grid.column[n.id] == column]
            self.left.append(x)
            self.width.append(max(_room(node) for node in inside))
            x += self.width[-1]
        self.channel.append(x)
        self.total = x + self._channel_width(self.grid.columns)

    def _channel_width(self, channel: int) -> float:
        tracks = _count(self.leaving.get(channel)) + _count(self.reaching.get(channel))
        return max(CHANNEL, TRACK * (tracks + 1) + self._label_room(channel) + 12)

    def _label_room(self, channel: int) -> float:
        rooms = [
            max(texts.width_of(line, LABEL_SIZE) for line in self.labels[id(route)]) + 4
            for route in self.plan.routes
            if self.labels[id(route)] and self.grid.column[route.edge.source] + 1 == channel
        ]  # fmt: skip
        return max(rooms, default=0)

    def _down(self) -> None:
        self.top: list[float] = []
        self.bands: list[Band] = []
        self.gutter: dict[int, float] = {}
        names = dict(self.graph.lanes)
        y = 1.0
        for code, (first, count) in self.grid.bands.items():
            start = y
            y += 12
            for row in range(first, first + count):
                self.top.append(y)
                y += self._row_height(row)
                self.gutter[row] = y
                y += self._gutter_height(row)
            self.bands.append(Band(code, names.get(code, ""), start, y - start))
        self.height = y + 1

    def _row_height(self, row: int) -> float:
        here = [node for node in self.graph.nodes if self.grid.row[node.id] == row]
        titled = max((_title_height(node) for node in here), default=0)
        return TASK[1] + max(0.0, titled - 8)

    def _gutter_height(self, row: int) -> float:
        tracks = _count(self.gutters.get(row))
        labelled = any(
            self.labels[id(route)] and route.gutter is not None and route.gutter[0] == row
            for route in self.plan.routes
        )  # fmt: skip
        return max(12, TRACK * tracks + 8) + (24 if labelled else 0)

    def _box(self, node: Node) -> Box:
        column, row = self.grid.column[node.id], self.grid.row[node.id]
        width, height = SIZES.get(node.kind, TASK)
        x = self.left[column] + (self.width[column] - width) / 2
        return Box(node, x, self._axis(row) - height / 2, width, height)

    def _axis(self, row: int) -> float:
        return self.top[row] + TASK[1] / 2

    def _leave_x(self, where: tuple[int, str]) -> float:
        channel, key = where
        return self.channel[channel] + TRACK * (self.leaving[channel][key] + 1)

    def _reach_x(self, where: tuple[int, str]) -> float:
        channel, key = where
        return self.left_of(channel) - 12 - TRACK * self.reaching[channel][key]

    def left_of(self, channel: int) -> float:
        """Return where the column right of a channel begins."""
        return self.left[channel] if channel < len(self.left) else self.total

    def _gutter_y(self, where: tuple[int, str]) -> float:
        row, key = where
        height = self._gutter_height(row)
        return self.gutter[row] + height - 4 - TRACK * self.gutters[row][key]

    def _line(self, route: routes.Route, boxes: dict[str, Box]) -> Line:
        source, target = boxes[route.edge.source], boxes[route.edge.target]
        start = (source.x + source.width, source.middle[1])
        if route.edge.timed:
            start = (source.x + 16, source.y + source.height)
        end = (target.x, target.middle[1])
        points = [start]
        if route.out is not None:
            points.append((self._leave_x(route.out), start[1]))
        if route.gutter is not None:
            points.append((points[-1][0], self._gutter_y(route.gutter)))
        if route.into is not None:
            points.append((self._reach_x(route.into), points[-1][1]))
        if points[-1][1] != end[1]:
            points.append((points[-1][0], end[1]))
        points.append(end)
        return Line(route.edge, _plain(points), *self._label(route, source, points))

    def _label(
        self, route: routes.Route, source: Box, points: list[Point]
    ) -> tuple[tuple[str, ...], Point]:
        words = tuple(self.labels[id(route)])
        if not words:
            return (), (0.0, 0.0)
        if route.edge.timed:
            return words, (points[0][0] + 5, points[1][1] - 4)
        channel = self.grid.column[source.node.id] + 1
        trunks = _count(self.leaving.get(channel))
        x = self.channel[channel] + TRACK * trunks + 6
        if route.gutter is not None:
            ahead = self.grid.column[route.edge.target] > self.grid.column[source.node.id]
            return words, (x, self._gutter_y(route.gutter) + (-5 if ahead else 3))
        y = points[2][1] if route.out is not None else points[0][1]
        return words, (x, y - 5)

    def picture(self) -> Picture:
        """Return everything in its place."""
        boxes = {node.id: self._box(node) for node in self.graph.nodes}
        lines = tuple(self._line(route, boxes) for route in self.plan.routes)
        return Picture(tuple(boxes.values()), lines, tuple(self.bands), self.total, self.height)


def _count(tracks: dict[str, int] | None) -> int:
    return 1 + max(tracks.values()) if tracks else 0


def _room(node: Node) -> float:
    """Return how wide a step's column must be: small signs carry their title below."""
    if not is_small(node):
        return TASK[0]
    lines = title_below(node)
    return max([SIZES[node.kind][0], *(texts.width_of(line, LABEL_SIZE) for line in lines)])


def title_below(node: Node) -> list[str]:
    """Return the lines of a small sign's title."""
    return texts.wrap(node.title, size=LABEL_SIZE, room=UNDER, lines=3)


def _title_height(node: Node) -> float:
    if not is_small(node):
        return 0
    return 14 * len(title_below(node))


def _plain(points: list[Point]) -> tuple[Point, ...]:
    """Return the corners without those that lie on a straight line."""
    kept = [points[0]]
    for here, following in pairwise(points[1:]):
        before = kept[-1]
        flat = (
            before[1] == here[1] == following[1]
            and (here[0] - before[0]) * (following[0] - here[0]) >= 0
        )
        upright = (
            before[0] == here[0] == following[0]
            and (here[1] - before[1]) * (following[1] - here[1]) >= 0
        )
        if here != before and not flat and not upright:
            kept.append(here)
    return (*kept, points[-1])
