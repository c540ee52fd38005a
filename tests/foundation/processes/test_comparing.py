"""What is different between two versions, told step by step."""

from __future__ import annotations

from django.utils.translation import override

from gridhall.foundation.processes import comparing, drawing, reading

from .conftest import HERE

TEXT = (HERE / "connection.yaml").read_text(encoding="utf-8")
NEW = (
    TEXT.replace("role: LEGAL_HANDLER", "role: PRICE_HANDLER")
    .replace("{field: capacity_kva, at_least: 100}", "{field: capacity_kva, at_least: 315}")
    .replace("    role: REPAIR_CREW\n    form: [connect_on, meter_no!]\n    next: file",
             "    role: REPAIR_CREW\n    form: [connect_on, meter_no!]\n    next: call")
    .replace("  file:\n", "  call:\n    kind: task\n    title: {zh: 回访, en: Call back}\n"
             "    role: HOTLINE_AGENT\n    next: file\n  file:\n")
    .replace("after: 5 working days", "after: 10 days")
)  # fmt: skip


def test_every_difference_is_told() -> None:
    old, new = reading.read(TEXT), reading.read(NEW)
    with override("en"):
        found = comparing.compare(old, new)

    told = {one.step: one for one in found.steps}
    assert {name: one.mark for name, one in told.items()} == {
        "call": "ADDED", "contract": "CHANGED", "connect": "CHANGED", "needs_review": "CHANGED",
        "mended": "CHANGED",
    }  # fmt: skip
    [role] = told["contract"].differences
    assert (role.label, role.old, role.new) == (
        "Who does it", "Policy and legal handler", "Price handler"
    )  # fmt: skip
    [time] = told["mended"].differences
    assert (time.old, time.new) == ("5 working days", "10 days")
    assert "315" in told["needs_review"].differences[0].new
    assert "call" in found.new_marks
    assert "call" not in found.old_marks
    drawn = drawing.svg(new, language="en", marks=found.new_marks)
    assert drawn.count("gh-flow-added") == 1
    assert drawn.count("gh-flow-changed") == 4


def test_the_other_way_round_a_step_is_removed() -> None:
    found = comparing.compare(reading.read(NEW), reading.read(TEXT))
    assert found.old_marks["call"] == "REMOVED"
    assert comparing.compare(reading.read(TEXT), reading.read(TEXT)).same


def test_fields_and_titles_count() -> None:
    changed = TEXT.replace("title: {zh: 新装接电, en: New connection}",
                           "title: {zh: 新装, en: Connection}")  # fmt: skip
    extra = "  extra: {kind: date, title: {zh: 日, en: Day}}\n"
    changed = changed.replace("  fee_due: {kind", f"{extra}  fee_due: {{kind")
    found = comparing.compare(reading.read(TEXT), reading.read(changed))
    assert len(found.process) == 2
    assert not found.steps
