"""Namespaces and the words of the subset."""

from __future__ import annotations

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OWN = "urn:gridhall:process:1"

#: Elements that mean a step. Which events they hold decides further.
STEPS = frozenset(
    {
        "startEvent", "endEvent", "userTask", "receiveTask", "exclusiveGateway",
        "parallelGateway", "intermediateCatchEvent", "callActivity",
    }
)  # fmt: skip
#: Elements that say something to people only; they are left out.
NOTES = frozenset({"documentation", "textAnnotation", "association", "group", "category"})
#: What a step may hold inside.
INSIDE = frozenset({"incoming", "outgoing", "extensionElements", "documentation"})
FOLDED = "Choice_"  # id of the gateway that stands for the conditions of a step
