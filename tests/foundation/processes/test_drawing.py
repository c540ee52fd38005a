"""Pictures: no line crosses a box, nothing overlaps, every text is escaped and said in words."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gridhall.foundation.processes import drawing, reading
from gridhall.foundation.processes.definition import Definition, Title
from gridhall.foundation.processes.drawing import layout, texts
from gridhall.foundation.processes.drawing.of_definition import graph_of

from .test_bpmn import FILES, GATES, definition

CONNECTION = Path(__file__).parent / "definitions" / "connection.yaml"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_boxes_stand_free_and_no_line_crosses_one(path: Path) -> None:
    picture = layout.lay_out(graph_of(definition(path)))
    boxes = picture.boxes
    for number, one in enumerate(boxes):
        assert one.x >= 0
        assert one.x + one.width <= picture.width
        assert one.y + one.height <= picture.height
        for other in boxes[number + 1 :]:
            apart = (
                one.x + one.width <= other.x or other.x + other.width <= one.x
                or one.y + one.height <= other.y or other.y + other.height <= one.y
            )  # fmt: skip
            assert apart, (one.node.id, other.node.id)
    for line in picture.lines:
        ends = {line.edge.source, line.edge.target}
        for (x1, y1), (x2, y2) in pairwise(line.points):
            assert x1 == x2 or y1 == y2, line.edge
            for box in boxes:
                if box.node.id in ends:
                    continue
                outside = (
                    max(x1, x2) <= box.x or min(x1, x2) >= box.x + box.width
                    or max(y1, y2) <= box.y or min(y1, y2) >= box.y + box.height
                )  # fmt: skip
                assert outside, (line.edge, box.node.id)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_picture_says_itself_in_words_with_states(language: str) -> None:
    marks = {"accept": "DONE", "survey": "ACTIVE", "reply": "WAITING"}
    found = drawing.svg(definition(CONNECTION), language=language, marks=marks, name="case")

    root = ElementTree.fromstring(found)  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "case-title case-text"
    said = root.find(f"{SVG}desc")
    assert said is not None
    assert said.text is not None
    done, title = (
        ("已完成", "业务受理") if language == "zh-hans" else ("done", "Accept the application")
    )
    assert re.search(rf"{title}.*?{done}", said.text)
    classes = [one.get("class") or "" for one in root.iter(f"{SVG}g")]
    for state in ("done", "active", "waiting", "open"):
        assert any(f"gh-flow-{state}" in one for one in classes)
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script", found)


def test_titles_are_escaped() -> None:
    plain = definition(CONNECTION)
    evil = Title(zh='"><img src=x onerror=alert(1)>', en="</text><script>alert(1)</script>")
    steps = dict(plain.steps) | {"accept": replace(plain.steps["accept"], title=evil)}
    changed = replace(plain, steps=steps, title=evil)
    for language in ("zh-hans", "en"):
        found = drawing.svg(changed, language=language)
        assert "<img" not in found
        assert "<script" not in found
        ElementTree.fromstring(found)  # noqa: S314


def test_a_two_hundred_step_process_is_drawn() -> None:
    steps = "\n".join(
        f"  s{n}: {{kind: task, title: {{zh: 环节{n}, en: Step {n}}}, role: HALL_CLERK,"
        f" next: s{n + 1}}}"
        for n in range(198)
    )
    text = (
        "process: long\ntitle: {zh: 长, en: Long}\nsubject: x\nsource: test\nsteps:\n"
        f"  begin: {{kind: start, next: s0}}\n{steps}\n"
        "  s198: {kind: end, title: {zh: 完, en: End}}\n"
    )
    found: Definition = reading.read(text, gates=GATES)
    assert drawing.svg(found, language="en").count("<rect") >= 198


def test_texts_are_broken_like_a_printer_would() -> None:
    assert texts.wrap("客户确认，满意", size=10, room=40, lines=3) == ["客户确", "认，满意"]
    assert texts.wrap("Install the meter", size=10, room=66, lines=2) == ["Install the", "meter"]
    assert texts.wrap("abcdefghijkl", size=10, room=30, lines=2)[-1].endswith("…")
