"""BPMN out and in: nothing lost on the way round, nothing taken that is outside of the subset."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

import gridhall
from gridhall.foundation.processes import guards, reading, writing
from gridhall.foundation.processes.bpmn import conditions, from_bpmn, to_bpmn
from gridhall.foundation.processes.bpmn.errors import BpmnRefused, UnsafeFile
from gridhall.foundation.processes.bpmn.names import DC, DI, DIAGRAM, MODEL
from gridhall.foundation.processes.definition import Definition
from gridhall.foundation.processes.faults import DefinitionRefused

HERE = Path(__file__).parent
GATES = ("on_the_case",)
SHIPPED = sorted(Path(gridhall.__file__).parent.glob("*/processes/*.yaml"))
FILES = [*sorted((HERE / "definitions").glob("*.yaml")), *SHIPPED]
BASE = """
process: reading_error
title: {zh: 抄表差错, en: Reading error}
subject: reading
source: test
fields:
  amount: {kind: number, title: {zh: 金额, en: Amount}}
  settled: {kind: yes_no, title: {zh: 已结清, en: Settled}}
steps:
  a: {kind: start, next: z}
  z: {kind: end, title: {zh: 完, en: End}}
"""


def definition(path: Path) -> Definition:
    return reading.read_file(path, gates=GATES)


def file(name: str) -> bytes:
    return (HERE / "files" / name).read_bytes()


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_definition_comes_back_the_same(path: Path, language: str) -> None:
    before = definition(path)

    after = from_bpmn(to_bpmn(before, language=language), gates=GATES)

    assert writing.to_plain(after.definition) == writing.to_plain(before)
    assert list(after.definition.steps) == list(before.steps)
    assert after.notes == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_has_a_picture_of_everything_in_it(path: Path) -> None:
    root = ElementTree.fromstring(to_bpmn(definition(path), language="zh-hans"))  # noqa: S314
    process = root.find(f"{{{MODEL}}}process")
    assert process is not None
    ids = [one.get("id") for one in process if one.get("id")]
    drawn = {one.get("bpmnElement"): one for one in root.iter() if one.get("bpmnElement")}
    plane = root.find(f".//{{{DIAGRAM}}}BPMNPlane")
    assert plane is not None
    assert drawn.keys() >= set(ids) - {"Lanes"}
    assert len({one.get("id") for one in root.iter()} - {None}) == sum(
        1 for one in root.iter() if one.get("id")
    )
    for name, one in drawn.items():
        if one.tag == f"{{{DIAGRAM}}}BPMNShape":
            assert one.find(f"{{{DC}}}Bounds") is not None, name
        elif one.tag == f"{{{DIAGRAM}}}BPMNEdge":
            assert len(one.findall(f"{{{DI}}}waypoint")) >= 2, name


def test_yaml_written_is_the_yaml_that_was_read() -> None:
    for path in FILES:
        before = definition(path)
        again = reading.read(writing.to_yaml(before), gates=GATES)
        assert writing.to_plain(again) == writing.to_plain(before)


def test_a_file_of_camunda_modeler_is_taken_in() -> None:
    found = from_bpmn(file("modeler_platform.bpmn"), base=reading.read(BASE))

    steps = found.definition.steps
    assert found.definition.code == "reading_error"
    assert found.definition.subject == "reading"
    assert [steps[name].role for name in ("activity_take", "activity_check")] == [
        "HALL_CLERK", "PRICE_HANDLER",
    ]  # fmt: skip
    assert steps["activity_take"].title.zh == "登记 差错"
    assert steps["event_customer"].event == "customer_confirmed"
    [late] = steps["activity_approve"].timers
    assert (late.delay.amount, late.delay.unit, late.next) == (48, "hours", "activity_check")
    assert [(one.code, one.title.zh) for one in steps["activity_approve"].outcomes] == [
        ("APPROVED", "同意")
    ]
    assert steps["gateway_large"].next[0].when == guards.All(
        parts=(
            guards.Compare(field="amount", operator="at_least", value="1000"),
            guards.Not(part=guards.Compare(field="settled", operator="is", value=True)),
        )
    )
    left_out = {note.element for note in found.notes}
    assert {"<formData>", "<taskListener>", "Activity_Take"} <= left_out
    assert "groovy" not in found.text


def test_what_is_outside_of_the_subset_is_refused_with_its_place_and_remedy() -> None:
    with pytest.raises(BpmnRefused) as refused:
        from_bpmn(file("bpmn_io_pools.bpmn"))

    found = {(fault.element, fault.line) for fault in refused.value.faults}
    assert {one for one, _line in found} >= {"Asked", "Answer", "Notify", "Which", "Over", "_p2"}
    assert ("Notify", 13) in found
    with override("en"):
        texts = [str(fault) for fault in refused.value.faults]
    assert (
        "line 13, element Notify “Notify”: A script task is never run here. Make it a user task."
        in texts
    )


def test_every_fault_is_told_in_both_languages() -> None:
    with pytest.raises(BpmnRefused) as refused:
        from_bpmn(file("bpmn_io_pools.bpmn"))
    with override("zh-hans"):
        assert "脚本任务" in str(refused.value.params["faults"])
    with override("en"):
        assert "script task" in str(refused.value.params["faults"])


def changed(old: str, new: str) -> bytes:
    data = file("modeler_platform.bpmn").decode()
    assert old in data
    return data.replace(old, new).encode()


@pytest.mark.parametrize(
    ("old", "new", "element", "told"),
    [
        ('name="营业员"', 'name="店小二"', "Lane_Clerk", "店小二"),
        ("PT48H", "R3/PT10H", "Event_Late", "R3/PT10H"),
        ("= outcome = \"APPROVED\"", "${execution.setVariable('x', 1)}", "Flow_6", "setVariable"),
        ("= outcome = \"APPROVED\"", "__import__('os')", "Flow_6", "import"),
        (' default="Flow_5"', "", "", ""),
        ("amount &gt;= 1000", "weight &gt;= 1000", "Gateway_Large", "weight"),
        ('messageRef="Message_1"', "", "Event_Customer", ""),
        ('targetRef="Event_End"', 'targetRef="Nowhere"', "Flow_9", "Nowhere"),
        ("<bpmn:flowNodeRef>Activity_Check</bpmn:flowNodeRef>", "", "Activity_Check", ""),
        ('<bpmn:userTask id="Activity_Check" name="复核">',
         '<bpmn:userTask id="Activity_Check" name="复核"><bpmn:standardLoopCharacteristics/>',
         "Activity_Check", ""),
        ('id="Activity_Check" name', 'id="Activity_Take" name', "Activity_Take", ""),
        ("<bpmn:endEvent id=\"Event_End\" name=\"办结\">",
         "<bpmn:endEvent id=\"Event_End\" name=\"办结\"><bpmn:errorEventDefinition/>",
         "Event_End", "errorEventDefinition"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_element(old: str, new: str, element: str, told: str) -> None:
    data = changed(old, new)
    if not element:  # one open line besides the conditional one is the default
        from_bpmn(data, base=reading.read(BASE))
        return
    with pytest.raises(BpmnRefused) as refused:
        from_bpmn(data, base=reading.read(BASE))

    faults = [fault for fault in refused.value.faults if fault.element == element]
    assert faults
    assert all(fault.line > 1 for fault in faults)
    assert any(told in str(fault) for fault in faults)


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]>
<lolz>&lol2;</lolz>"""
FETCH = (
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">&x;</definitions>'
)


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS,
        FETCH,
        b"",
        b"not xml",
        b"<a>" * 200 + b"</a>" * 200,
        b"<a>" + b"<b/>" * 30_000 + b"</a>",
        b"<a>" + b"x" * 50_000_000 + b"</a>",
        '<?xml version="1.0" encoding="GB18030"?><a>电</a>'.encode("gb18030"),
        '<?xml version="1.0"?><a>电力</a>'.encode("gb18030"),
        b"\x00\x01\x02",
        b"PK\x03\x04 a zip",
    ],
    ids=["laughs", "fetch", "empty", "text", "deep", "many", "50 MB", "GB declared", "GB", "binary",
         "zip"],
)  # fmt: skip
def test_an_unsafe_file_is_refused_before_it_is_read(data: bytes) -> None:
    with pytest.raises(UnsafeFile) as refused:
        from_bpmn(data)
    with override("zh-hans"):
        assert "文件" in str(refused.value.template) or refused.value.params["problem"]


def test_a_utf_16_file_is_read() -> None:
    text = file("modeler_platform.bpmn").decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    found = from_bpmn(text.encode("utf-16"), base=reading.read(BASE))
    assert found.definition.steps["activity_check"].title.zh == "复核"


def test_our_own_part_of_a_file_is_checked_like_any_definition() -> None:
    data = to_bpmn(definition(HERE / "definitions" / "connection.yaml"), language="en").decode()
    for bad in ("&amp;a [1]", "!!python/object/apply:os.system ['id']"):
        with pytest.raises((BpmnRefused, DefinitionRefused)):
            from_bpmn(data.replace("form: [fee_due!]", f"form: {bad}").encode())


NAMES = st.sampled_from(["satisfied", "amount", "outcome", "and", "grade_2"])
VALUES = st.one_of(
    st.booleans(), st.sampled_from(["A", "true", "or", "10.5", "-3", "2026-03-01", "a/b.c-d"])
)
COMPARES = st.one_of(
    st.builds(guards.Compare, field=NAMES, operator=st.just("is"), value=VALUES),
    st.builds(guards.Compare, field=NAMES, operator=st.sampled_from(["at_least", "at_most"]),
              value=st.sampled_from(["1", "-2.50", "2026-01-31"])),
    st.builds(guards.Compare, field=NAMES, operator=st.just("in"),
              value=st.lists(st.sampled_from(["A", "not", "B_2"]), min_size=1).map(tuple)),
    st.builds(guards.Compare, field=NAMES, operator=st.just("empty"), value=st.booleans()),
    st.builds(guards.HasOutcome, code=st.sampled_from(["RETURNED", "OK"])),
)  # fmt: skip


def parts(inner: st.SearchStrategy[guards.Guard]) -> st.SearchStrategy[guards.Guard]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(guards.All, parts=several), st.builds(guards.AnyOf, parts=several),
        st.builds(guards.Not, part=inner),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.recursive(COMPARES, parts, max_leaves=6))
def test_a_condition_comes_back_the_same(guard: guards.Guard) -> None:
    assert conditions.read(conditions.write(guard)) == writing.guard(guard)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        found = conditions.read(text)
    except conditions.NotACondition:
        return
    assert isinstance(found, dict)
