"""A definition as a BPMN 2.0 file with its picture, for bpmn.io, Camunda Modeler and the like.

What BPMN has no word for (forms, outcomes, gates, titles in two languages) lies in
``extensionElements`` of our namespace, so that it comes back with the file.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from django.utils.translation import override

from gridhall.foundation.processes import writing
from gridhall.foundation.processes.definition import (
    Definition,
    Delay,
    Kind,
    Step,
    StepTimer,
    Title,
)
from gridhall.foundation.processes.drawing import layers

from . import conditions, outline, planes
from .names import DC, DI, DIAGRAM, FOLDED, MODEL, OWN, XSI
from .outline import Flow

ELEMENTS = {
    Kind.START: "startEvent", Kind.END: "endEvent", Kind.TASK: "userTask",
    Kind.CHOICE: "exclusiveGateway", Kind.FORK: "parallelGateway", Kind.JOIN: "parallelGateway",
    Kind.WAIT: "intermediateCatchEvent", Kind.TIMER: "intermediateCatchEvent",
    Kind.SUBPROCESS: "callActivity",
}  # fmt: skip
for _prefix, _space in (("bpmn", MODEL), ("bpmndi", DIAGRAM), ("dc", DC), ("di", DI),
                        ("xsi", XSI), ("gridhall", OWN)):  # fmt: skip
    ET.register_namespace(_prefix, _space)


def to_bpmn(definition: Definition, *, language: str) -> bytes:
    """Return the file (UTF-8). Names are in ``language``; the other one goes along beside them."""
    with override(language):
        return _Writer(definition, language).write()


class _Writer:
    def __init__(self, definition: Definition, language: str) -> None:
        self.definition, self.language = definition, language
        self.graph = outline.graph(definition)
        self.flows = outline.flows(definition)
        self.grid = layers.place(self.graph)
        self.root = ET.Element(
            _tag("definitions"),
            {
                "id": f"Definitions_{definition.code}",
                "targetNamespace": OWN,
                "exporter": "GridHall",
            },
        )

    def write(self) -> bytes:
        code = self.definition.code
        pool = ET.SubElement(self.root, _tag("collaboration"), {"id": f"Pool_{code}"})
        ET.SubElement(
            pool, _tag("participant"),
            {"id": f"Participant_{code}", "name": self._name(self.definition.title),
             "processRef": code},
        )  # fmt: skip
        for event in self._events():
            ET.SubElement(self.root, _tag("message"), {"id": f"Message_{event}", "name": event})
        process = ET.SubElement(
            self.root, _tag("process"),
            {"id": code, "name": self._name(self.definition.title), "isExecutable": "false"},
        )  # fmt: skip
        _own(process, "definition", writing.dump(writing.head(self.definition)))
        self._lanes(process)
        for step in self.definition.steps.values():
            self._step(process, step)
        planes.add(self.root, self.graph, self.definition)
        ET.indent(self.root)
        data: bytes = ET.tostring(self.root, encoding="utf-8", xml_declaration=True)
        return data

    def _name(self, title: Title) -> str:
        return title.text(self.language)

    def _events(self) -> list[str]:
        events = [step.event for step in self.definition.steps.values() if step.event]
        return list(dict.fromkeys(events))

    def _lanes(self, process: ET.Element) -> None:
        labels = dict(self.graph.lanes)
        if not labels:
            return
        lanes = ET.SubElement(process, _tag("laneSet"), {"id": "Lanes"})
        for code in self.grid.bands:
            lane = ET.SubElement(
                lanes, _tag("lane"),
                {"id": planes.lane_id(code), "name": labels.get(code, code),
                 _tag("role", OWN): code},
            )  # fmt: skip
            first, count = self.grid.bands[code]
            for node in self.graph.nodes:
                if first <= self.grid.row[node.id] < first + count:
                    ET.SubElement(lane, _tag("flowNodeRef")).text = node.id

    def _step(self, process: ET.Element, step: Step) -> None:
        tag = "receiveTask" if step.kind == Kind.WAIT and step.timers else ELEMENTS[step.kind]
        about = {"id": step.id, "name": self._name(step.title)}
        if step.kind == Kind.SUBPROCESS:
            about["calledElement"] = step.process
        if tag == "receiveTask":
            about["messageRef"] = f"Message_{step.event}"
        element = ET.SubElement(process, _tag(tag), about)
        details = {"title": writing.title(step.title)} | writing.details(step)
        _own(element, "step", writing.dump(details))
        self._flow_names(element, step.id)
        if step.kind == Kind.WAIT and not step.timers:
            ET.SubElement(
                element, _tag("messageEventDefinition"),
                {"id": f"Event_{step.id}", "messageRef": f"Message_{step.event}"},
            )  # fmt: skip
        if step.delay is not None:
            _timer(element, step.delay, step.id)
        if outline.is_folded(step):
            gateway = FOLDED + step.id
            folded = ET.SubElement(
                process, _tag("exclusiveGateway"), {"id": gateway, _tag("of", OWN): step.id}
            )
            self._flow_names(folded, gateway)
            self._default(folded, gateway)
        self._default(element, step.id)
        for timer in step.timers:
            self._clock(process, step, timer)
        for flow in self.flows:
            if flow.source in (step.id, FOLDED + step.id):
                self._flow(process, flow)

    def _default(self, element: ET.Element, source: str) -> None:
        for flow in self.flows:
            if flow.source == source and flow.is_default:
                element.set("default", flow.code)

    def _flow_names(self, element: ET.Element, code: str) -> None:
        for flow in self.flows:
            if flow.target == code:
                ET.SubElement(element, _tag("incoming")).text = flow.code
        for flow in self.flows:
            if flow.source == code and not flow.clock:
                ET.SubElement(element, _tag("outgoing")).text = flow.code

    def _flow(self, process: ET.Element, flow: Flow) -> None:
        about = {"id": flow.code, "sourceRef": flow.clock or flow.source, "targetRef": flow.target}
        if flow.label:
            about["name"] = flow.label
        element = ET.SubElement(process, _tag("sequenceFlow"), about)
        if flow.when is not None:
            condition = ET.SubElement(
                element, _tag("conditionExpression"), {_tag("type", XSI): "bpmn:tFormalExpression"}
            )
            condition.text = conditions.write(flow.when)

    def _clock(self, process: ET.Element, step: Step, timer: StepTimer) -> None:
        code = outline.clock_id(step, timer)
        about = {"id": code, "name": timer.name, "attachedToRef": step.id}
        if not timer.next:
            about["cancelActivity"] = "false"
        element = ET.SubElement(process, _tag("boundaryEvent"), about)
        for flow in self.flows:
            if flow.clock == code:
                ET.SubElement(element, _tag("outgoing")).text = flow.code
        _timer(element, timer.delay, code)


def _tag(name: str, space: str = MODEL) -> str:
    return f"{{{space}}}{name}"


def _own(element: ET.Element, name: str, text: str) -> None:
    """Put a text of ours into the extensionElements of an element."""
    holder = ET.SubElement(element, _tag("extensionElements"))
    ET.SubElement(holder, _tag(name, OWN)).text = text.strip()


def _timer(element: ET.Element, delay: Delay, code: str) -> None:
    timer = ET.SubElement(element, _tag("timerEventDefinition"), {"id": f"Timer_{code}"})
    kind = "timeDate" if delay.field else "timeDuration"
    inner = ET.SubElement(timer, _tag(kind), {_tag("type", XSI): "bpmn:tFormalExpression"})
    inner.text = delay.field or writing.delay_text(delay)
