"""What a definition may say: every fault is named with its place, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from gridhall.foundation.processes import reading
from gridhall.foundation.processes.faults import DefinitionRefused

from .conftest import HERE

GOOD = """\
process: demo
title: {zh: 示例, en: Example}
subject: case
source: a test
fields:
  ok: {kind: yes_no, title: {zh: 好, en: OK}}
  size: {kind: number, title: {zh: 大小, en: Size}}
  who:
    kind: choice
    title: {zh: 谁, en: Who}
    choices: {HALL_CLERK: {zh: 营业员, en: Clerk}}
steps:
  start: {kind: start, next: ask}
  ask:
    kind: task
    title: {zh: 询问, en: Ask}
    role: HALL_CLERK
    form: [ok!]
    outcomes: {GOOD: {zh: 好, en: Good}, BAD: {zh: 坏, en: Bad}}
    next:
      - {to: ask, when: {outcome: BAD}}
      - {to: both}
  both: {kind: fork, next: [left, right]}
  left: {kind: task, title: {zh: 左, en: Left}, role: {field: who}, next: meet}
  right: {kind: wait, title: {zh: 右, en: Right}, event: came, next: meet}
  meet: {kind: join, next: choose}
  choose:
    kind: choice
    next:
      - {to: end, when: {field: size, at_least: 10}}
      - {to: later}
  later: {kind: timer, title: {zh: 以后, en: Later}, after: 2 working days, next: choose}
  end: {kind: end, title: {zh: 结束, en: End}}
"""


def faults_of(text: str, **more: Any) -> list[str]:
    with pytest.raises(DefinitionRefused) as refused:
        reading.read(text, file="demo.yaml", **more)
    return [str(one) for one in refused.value.faults]


def test_a_good_definition_is_read() -> None:
    found = reading.read(GOOD)

    assert found.joins == {"both": "meet"}
    assert (found.block("left"), found.block("choose")) == ("both", "")
    assert [step.id for step in found.after("ask")] == ["ask", "left", "right"]
    for path in HERE.glob("*.yaml"):
        assert reading.read_file(path).steps


#: What is changed in the good text, and what is said about it.
FAULTS: list[tuple[str, str, str]] = [
    ("role: HALL_CLERK", "role: QUEEN", "step ask, line 17: The role “QUEEN” is not known."),
    ("HALL_CLERK: {zh: 营业员", "QUEEN: {zh: 营业员", "step left, line 24: The role “QUEEN”"),
    ("field: size, at", "field: weight, at", "step choose, line 30: The field “weight” is not"),
    ("form: [ok!]", "form: [foreign]", "step ask, line 18: The field “foreign” is not declared"),
    ("outcome: BAD", "outcome: UGLY", "No task before this step has the outcome “UGLY”."),
    ("next: choose}\n  end", "next: later}\n  end", "a loop without an exit"),
    ("to: end, when", "to: choose, when", "it would turn for ever"),
    ("at_least: 10", "at_least: many", "“many” is no value of the field size."),
    ("field: size, at_least: 10", "field: ok, at_least: 1", "Only numbers and dates"),
    ("{to: later}", "{to: later, when: {field: ok, is: true}}", "The last way must have no"),
    ("- {to: ask, when: {outcome: BAD}}", "- ask", "A way without a condition must be the last"),
    ("next: [left, right]", "next: [left]", "A fork needs at least two different branches."),
    ("event: came, next: meet", "event: came, next: end", "ends here without a join"),
    ("start, next: ask", "start, next: meet", "This join has no fork before it."),
    ("meet: {kind: join, next: choose}", "meet: {kind: join, next: left}", "from outside of a"),
    ("kind: wait", "kind: script", "The kind “script” is not known"),
    ("next: meet}\n  right", "next: nowhere}\n  right", "There is no step “nowhere” to go to."),
    ("after: 2 working days", "after: soon", "“soon” is no time"),
    ("form: [ok!]", "gates: [open_sesame]", "The gate “open_sesame” is not known"),
    ("form: [ok!]", "gates: [{two_person: {other_than: meet}}]", "which is no task here"),
    ("form: [ok!]", "run: print(1)", "The key “run” is not known here"),
    ("zh: 示例, en: Example", "zh: 示例", "The key “en” is missing."),
    ("source: a test", "source: ''", "where this process comes from"),
    ("  end: {kind", "  end: {kind: end, title: {zh: a, en: b}}\n  end: {kind", "is given twice"),
    ("when: {outcome: BAD}", "when: {any: []}", "“any” needs a list of conditions."),
    ("when: {outcome: BAD}", "when: {eval: '1'}", "A condition has either"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_fault_is_named_with_its_place(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with translation.override("en"):
        found = faults_of(GOOD.replace(old, new))

    assert any(said in one for one in found), found
    assert all(one.startswith("demo.yaml") for one in found)


def test_a_fault_is_named_in_chinese() -> None:
    with translation.override("zh-hans"):
        [found] = faults_of(GOOD.replace("role: HALL_CLERK", "role: QUEEN"))

    assert found == "demo.yaml 环节 ask（第 17 行）：角色“QUEEN”不存在。"


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
CODE = "!!python/object/apply:os.system ['touch {}']"


@pytest.mark.parametrize(
    "text",
    ["", "- 1", "a: b: c", BOMB, "a: 1\n---\nb: 2", "[" * 40 + "]" * 40, "x: " + "y" * 300_000,
     GOOD.replace("a test", "<<: {a: b}"), GOOD + "\x00"],
)  # fmt: skip
def test_what_is_no_plain_data_is_refused(text: str) -> None:
    assert faults_of(text)


def test_a_definition_cannot_run_code(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    for place in ("a test", "HALL_CLERK\n    form", "2 working days"):
        faults_of(GOOD.replace(place, CODE.format(mark)))
    # templates and format fields stay the text that they are
    title = "{{ 7*7 }}{% load x %}{0.__class__}${HOME}"
    found = reading.read(GOOD.replace("en: Ask", f"en: '{title}'"))

    assert found.steps["ask"].title.en == title
    assert not mark.exists()


def test_all_faults_are_told_at_once() -> None:
    text = GOOD.replace("role: HALL_CLERK", "role: QUEEN").replace("[ok!]", "[foreign]")

    assert len(faults_of(text.replace("outcome: BAD", "field: foreign, is: true"))) == 3
