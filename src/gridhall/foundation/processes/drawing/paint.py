"""A picture as SVG: shapes with classes, no styles, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import layout, texts
from .graph import Node
from .layout import Band, Box, Line, Picture, Point

TEXT_SIZE = 12.5
LINE_HEIGHT = 15.5
ROUND = 6
SIGNS = {
    "DONE": "m-4 0 3 3 5-6", "ACTIVE": "m-2-4 6 4-6 4z", "WAITING": "m0-4v4l3 2",
    "ADDED": "m-4 0h8m-4-4v8", "REMOVED": "m-4 0h8", "CHANGED": "m-4-2h8m-8 4h8",
    "STUCK": "m0-4v4m0 3.2v.6",
}  # fmt: skip

OF_CASE = frozenset({"DONE", "ACTIVE", "WAITING"})


def mark_label(mark: str) -> str:
    """Return the state of a step in words."""
    return {
        "DONE": pgettext("step", "done"), "ACTIVE": pgettext("step", "in progress"),
        "WAITING": pgettext("step", "waiting"), "ADDED": pgettext("step", "added"),
        "REMOVED": pgettext("step", "removed"), "CHANGED": pgettext("step", "changed"),
        "STUCK": pgettext("step", "stuck here"),
    }.get(mark, pgettext("step", "not reached"))  # fmt: skip


def is_of_case(marks: Mapping[str, str]) -> bool:
    """Tell whether marks say where a case stands: then a step without one is not reached."""
    return not OF_CASE.isdisjoint(marks.values())


def paint(picture: Picture, *, name: str, title: str, text: str, marks: Mapping[str, str]) -> str:
    """Return the SVG; ``title`` and ``text`` are read out instead, ``name`` tells it apart."""
    width, height = _n(picture.width), _n(picture.height)
    name = escape(name)
    of_case = is_of_case(marks)
    parts = [
        f'<svg class="gh-flow" xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-labelledby="{name}-title {name}-text">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-text">{escape(text)}</desc>',
        *(_band(band, picture.width) for band in picture.bands),
        *(_line(line) for line in picture.lines),
        *(_box(box, marks.get(box.node.id, ""), of_case) for box in picture.boxes),
        *(_label(line) for line in picture.lines if line.label),
        "</svg>",
    ]
    return "".join(parts)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(
    lines: Iterable[str], x: float, y: float, css: str, *, anchor: str = "middle",
    height: float = LINE_HEIGHT,
) -> str:  # fmt: skip
    return "".join(
        f'<text class="{css}" x="{_n(x)}" y="{_n(y + number * height)}" '
        f'text-anchor="{anchor}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _band(band: Band, width: float) -> str:
    lines = texts.wrap(band.label, size=12, room=layout.HEADER - 20, lines=4)
    middle = band.y + band.height / 2 - (len(lines) - 1) * 7.5 + 4
    box = f'x="1" y="{_n(band.y)}" height="{_n(band.height)}"'
    return (
        f'<rect class="gh-flow-lane" {box} width="{_n(width - 2)}"/>'
        f'<rect class="gh-flow-lane-head" {box} width="{layout.HEADER - 10}"/>'
        + _text(lines, layout.HEADER / 2 - 4, middle, "gh-flow-role", height=15)
    )


def _line(line: Line) -> str:
    css = "gh-flow-way gh-flow-timed" if line.edge.timed else "gh-flow-way"
    x, y = line.points[-1]
    head = f"M{_n(x)} {_n(y)}l-7-3.5v7z"
    return f'<path class="{css}" d="{_path(line.points)}"/><path class="gh-flow-head" d="{head}"/>'


def _path(points: tuple[Point, ...]) -> str:
    """Return the line with its corners rounded."""
    steps = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        turn = f"Q{_n(corner[0])} {_n(corner[1])} {_n(far[0])} {_n(far[1])}"
        steps.append(f"L{_n(near[0])} {_n(near[1])}{turn}")
    steps.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(steps)


def _towards(start: Point, end: Point) -> Point:
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    share = min(ROUND, length / 2) / length if length else 0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _label(line: Line) -> str:
    x, y = line.label_at
    y -= (len(line.label) - 1) * 12
    return _text(line.label, x, y, "gh-flow-label", anchor="start", height=12)


def _box(box: Box, mark: str, of_case: bool) -> str:
    state = mark.lower() if mark in SIGNS else ("open" if of_case else "plain")
    told = mark in SIGNS or of_case
    said = f"{box.node.title}: {mark_label(mark)}" if told else box.node.title
    hint = f"<title>{escape(_hint(said, box.node))}</title>"
    body = _small(box) if layout.is_small(box.node) else _task(box)
    return f'<g class="gh-flow-step gh-flow-{state}">{hint}{body}{_badge(box, mark)}</g>'


def _hint(said: str, node: Node) -> str:
    return _("{step} ({note})").format(step=said, note=node.note) if node.note else said


def _task(box: Box) -> str:
    most = 2 if box.node.kind == "subprocess" else 3
    lines = texts.wrap(box.node.title, size=TEXT_SIZE, room=box.width - 14, lines=most)
    x, y = box.middle
    top = y - (len(lines) - 1) * LINE_HEIGHT / 2 + 4.5
    frame = (
        f'<rect class="gh-flow-shape" x="{_n(box.x)}" y="{_n(box.y)}" rx="7" '
        f'width="{_n(box.width)}" height="{_n(box.height)}"/>'
    )
    extra = _clock(box.x + 16, box.y + box.height, 8) if box.node.has_timer else ""
    if box.node.kind == "subprocess":
        foot = box.y + box.height - 12
        extra += f'<path class="gh-flow-sign" d="M{_n(x - 5)} {_n(foot)}h10v10h-10zm2 5h6m-3-3v6"/>'
        top -= 5
    return frame + _text(lines, x, top, "gh-flow-text") + extra


def _clock(x: float, y: float, radius: float) -> str:
    return (
        f'<circle class="gh-flow-shape gh-flow-thin" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
        f'<path class="gh-flow-sign" d="M{_n(x)} {_n(y - radius * 0.6)}v{_n(radius * 0.6)}l3 2"/>'
    )


def _small(box: Box) -> str:
    (x, y), radius = box.middle, box.width / 2
    kind = box.node.kind
    if kind in ("choice", "fork", "join"):
        shape = (
            f'<path class="gh-flow-shape" d="M{_n(x - radius)} {_n(y)}l{_n(radius)}-{_n(radius)} '
            f'{_n(radius)} {_n(radius)}-{_n(radius)} {_n(radius)}z"/>'
        )
        cross = "m-5-5 10 10m-10 0 10-10" if kind == "choice" else "m-7 0h14m-7-7v14"
        shape += f'<path class="gh-flow-sign gh-flow-bold" d="M{_n(x)} {_n(y)}{cross}"/>'
    else:
        css = f"gh-flow-shape gh-flow-{kind}"
        shape = f'<circle class="{css}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
        shape += _inside(kind, x, y, radius)
    below = layout.title_below(box.node)
    return shape + _text(below, x, box.y + box.height + 13, "gh-flow-label", height=13)


def _inside(kind: str, x: float, y: float, radius: float) -> str:
    ring = f'<circle class="gh-flow-sign" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius - 3)}"/>'
    if kind == "wait":
        return (
            ring + f'<path class="gh-flow-sign" d="M{_n(x - 8)} {_n(y - 5)}h16v11h-16zl8 6 8-6"/>'
        )
    if kind == "timer":
        return ring + f'<path class="gh-flow-sign" d="M{_n(x)} {_n(y - 9)}v9l6 4"/>'
    return ""


def _badge(box: Box, mark: str) -> str:
    if mark not in SIGNS:
        return ""
    x, y = box.x + box.width - 2, box.y + 2
    return (
        f'<circle class="gh-flow-badge" cx="{_n(x)}" cy="{_n(y)}" r="8.5"/>'
        f'<path class="gh-flow-badge-sign" d="M{_n(x)} {_n(y)}{SIGNS[mark]}"/>'
    )
