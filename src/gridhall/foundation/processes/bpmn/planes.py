"""The diagram of a BPMN file: where each shape and each line lies."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from gridhall.foundation.processes.definition import Definition, Step
from gridhall.foundation.processes.drawing.graph import Graph
from gridhall.foundation.processes.drawing.layout import Box, Line, Point, is_small, lay_out

from .names import DC, DI, DIAGRAM
from .outline import clock_id

LEFT, TOP = 160, 80  # where bpmn.io begins its diagrams
POOL_HEAD = 30
CLOCK = 36


def lane_id(code: str) -> str:
    """Return the id of a lane."""
    return f"Lane_{re.sub(r'[^A-Za-z0-9_]', '_', code)}"


def add(root: ET.Element, graph: Graph, definition: Definition) -> None:
    """Add the diagram of a process to its BPMN file."""
    picture = lay_out(graph)
    code = definition.code
    diagram = ET.SubElement(root, _tag("BPMNDiagram"), {"id": f"Diagram_{code}"})
    plane = ET.SubElement(
        diagram, _tag("BPMNPlane"), {"id": f"Plane_{code}", "bpmnElement": f"Pool_{code}"}
    )
    pool = _shape(plane, f"Participant_{code}", 0, 0, picture.width, picture.height)
    pool.set("isHorizontal", "true")
    if graph.lanes:
        for band in picture.bands:
            lane = _shape(plane, lane_id(band.code), POOL_HEAD, band.y,
                          picture.width - POOL_HEAD, band.height)  # fmt: skip
            lane.set("isHorizontal", "true")
    clocks: dict[str, Point] = {}
    for box in picture.boxes:
        shape = _shape(plane, box.node.id, box.x, box.y, box.width, box.height)
        if box.node.kind == "choice":
            shape.set("isMarkerVisible", "true")
        if is_small(box.node) and box.node.title:
            middle = box.x + box.width / 2
            _label(shape, middle - 48, box.y + box.height + 4, 96, 27)
        if box.node.id in definition.steps:
            clocks |= _clocks(plane, definition.steps[box.node.id], box)
    for line in picture.lines:
        _edge(plane, line, clocks)


def _clocks(plane: ET.Element, step: Step, box: Box) -> dict[str, Point]:
    """Draw the clocks on the lower edge of a box; return where each one's line begins."""
    found = {}
    for number, timer in enumerate(step.timers):
        x, y = box.x + 16 + number * 40, box.y + box.height
        code = clock_id(step, timer)
        _shape(plane, code, x - CLOCK / 2, y - CLOCK / 2, CLOCK, CLOCK)
        found[code] = (x, y + CLOCK / 2)
    return found


def _edge(plane: ET.Element, line: Line, clocks: dict[str, Point]) -> None:
    code = line.edge.code
    edge = ET.SubElement(plane, _tag("BPMNEdge"), {"id": f"{code}_di", "bpmnElement": code})
    points = list(line.points)
    if line.edge.timed:
        start = clocks[code.removeprefix("Flow_")]
        points[:2] = [start, (start[0], max(points[1][1], start[1] + 4))]
        points[2:3] = [(points[2][0], points[1][1])]
    for x, y in points:
        ET.SubElement(edge, f"{{{DI}}}waypoint", {"x": _n(LEFT + x), "y": _n(TOP + y)})
    if line.label:
        x, y = line.label_at
        _label(edge, x, y - 12 * len(line.label), 96, 14 * len(line.label))


def _shape(
    plane: ET.Element, code: str, x: float, y: float, width: float, height: float
) -> ET.Element:
    shape = ET.SubElement(plane, _tag("BPMNShape"), {"id": f"{code}_di", "bpmnElement": code})
    _bounds(shape, x, y, width, height)
    return shape


def _label(holder: ET.Element, x: float, y: float, width: float, height: float) -> None:
    _bounds(ET.SubElement(holder, _tag("BPMNLabel")), x, y, width, height)


def _bounds(holder: ET.Element, x: float, y: float, width: float, height: float) -> None:
    ET.SubElement(
        holder, f"{{{DC}}}Bounds",
        {"x": _n(LEFT + x), "y": _n(TOP + y), "width": _n(width), "height": _n(height)},
    )  # fmt: skip


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _tag(name: str) -> str:
    return f"{{{DIAGRAM}}}{name}"
