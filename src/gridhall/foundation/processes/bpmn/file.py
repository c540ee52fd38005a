"""The parts of a BPMN file: its one process, what lies around it, and our own data in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from gridhall.foundation.processes import plain
from gridhall.foundation.processes.faults import Faults
from gridhall.foundation.processes.plain import Node

from .errors import BpmnFault, BpmnFaults, Told
from .names import DIAGRAM, INSIDE, MODEL, NOTES, OWN, STEPS
from .xml import Element

AROUND = frozenset({"message", "collaboration", "process"})


class File:
    """A BPMN file that was read: faults of its frame are noted at once."""

    def __init__(self, root: Element, faults: BpmnFaults) -> None:
        self.root, self.faults = root, faults
        self.element_of: dict[str, Element] = {}
        self.pool: Element | None = None
        self.process = root
        self.is_whole = False  # one process was found, so that its steps can be looked at, too
        if (root.space, root.tag) != (MODEL, "definitions"):
            self.refuse(root, _("This is not a BPMN 2.0 file."))
            return
        self._ids()
        self._around()
        processes = list(root.all("process"))
        if len(processes) != 1:
            where = processes[1] if len(processes) > 1 else root
            self.refuse(where, _("A file must hold exactly one process, this one has {count}. "
                                 "Export each on its own."), count=len(processes))  # fmt: skip
            return
        self.process, self.is_whole = processes[0], True
        self._inside()

    def refuse(self, element: Element, template: str, **params: Any) -> None:
        """Note a fault of an element."""
        self.faults.found.append(_fault(element, template, params))

    def leave_out(self, element: Element, template: str, **params: Any) -> None:
        """Note what is not taken in, without harm."""
        self.faults.notes.append(_fault(element, template, params))

    def steps(self) -> Iterator[Element]:
        """Yield the elements that become steps, in the order of the file."""
        return (one for one in self.process.children if one.space == MODEL and one.tag in STEPS)

    def _ids(self) -> None:
        seen: set[str] = set()
        for one in self.root.walk():
            if one.space == MODEL and one.id:
                if one.id in seen:
                    self.refuse(one, _("The id is there twice."))
                seen.add(one.id)

    def _around(self) -> None:
        for one in self.root.children:
            if one.space == DIAGRAM or (one.space == MODEL and one.tag in NOTES):
                continue
            if one.space != MODEL:
                self._foreign(one)
            elif one.tag == "extensionElements":
                self._extensions(one)
            elif one.tag not in AROUND:
                self.refuse(one, _("<{tag}> is not in the subset. Remove it."), tag=one.tag)
        pools = [pool for one in self.root.all("collaboration") for pool in one.children]
        for pool in pools:
            if pool.tag in NOTES or pool.tag == "extensionElements":
                continue
            if pool.tag != "participant":
                self.refuse(pool, _("<{tag}> is not in the subset. Remove it."), tag=pool.tag)
            elif self.pool is not None:
                self.refuse(pool, _("Only one pool is read. Draw others as a wait for a message."))
            else:
                self.pool = pool

    def _inside(self) -> None:
        for one in self.process.children:
            if one.space != MODEL:
                self._foreign(one)
            elif one.tag == "extensionElements":
                self._extensions(one)
            elif one.tag in STEPS or one.tag == "boundaryEvent":
                self._contents(one)
            elif one.tag not in NOTES | {"laneSet", "sequenceFlow", "boundaryEvent"}:
                self.refuse(one, _REMEDIES.get(one.tag, _REMEDY), tag=one.tag)
        self._attributes(self.process)

    def _contents(self, step: Element) -> None:
        """Note what a step holds that is not read."""
        self._attributes(step)
        for one in step.children:
            if one.space != MODEL:
                self._foreign(one)
            elif one.tag == "extensionElements":
                self._extensions(one)
            elif one.tag not in INSIDE and not one.tag.endswith("EventDefinition"):
                self.refuse(step, _REMEDIES.get(one.tag, _REMEDY), tag=one.tag)

    def _attributes(self, element: Element) -> None:
        foreign = sorted(
            name.rpartition("/")[2].replace(" ", ":")
            for name in element.attributes
            if " " in name and not name.startswith((OWN + " ", MODEL + " "))
        )
        if foreign:
            self.leave_out(element, _("Left out, other programs' own: {names}."),
                           names=", ".join(foreign))  # fmt: skip

    def _extensions(self, holder: Element) -> None:
        for one in holder.children:
            if one.space != OWN:
                self._foreign(one)

    def _foreign(self, one: Element) -> None:
        self.leave_out(one, _("Left out, other programs' own: {names}."), names=one.tag)

    def own_data(self, element: Element, name: str) -> dict[str, Any]:
        """Return our own data of an element, {} if it has none; faults are noted."""
        holder = element.first("extensionElements")
        own = holder.first(name, OWN) if holder else None
        if own is None or not own.text:
            return {}
        faults = Faults(element.id)
        node = plain.read(own.text, faults=faults)
        for fault in faults.found:
            self.faults.found.append(_fault(own, fault.template, dict(fault.params)))
        if node is None or not node.is_map:
            return {}
        return {key: _value(one) for key, one in node.value.items()}


def _value(node: Node) -> Any:
    if node.is_map:
        return {key: _value(one) for key, one in node.value.items()}
    return [_value(one) for one in node.value] if node.is_list else node.value


def _fault(element: Element, template: str, params: dict[str, Any]) -> BpmnFault:
    return BpmnFault(
        what=Told(template, params), element=element.id or f"<{element.tag}>",
        name=element.name[:60], line=element.line,
    )  # fmt: skip


_REMEDY = _("<{tag}> is not in the subset. Redraw it with the elements of the table in the guide.")
_REMEDIES = {
    "scriptTask": _("A script task is never run here. Make it a user task."),
    "serviceTask": _("A service task is not in the subset. Make it a user task, or wait for a "
                     "message."),
    "businessRuleTask": _("A business rule task is not in the subset. Use a gateway with "
                          "conditions."),
    "sendTask": _("A send task is not in the subset. Make it a user task."),
    "task": _("A task without a kind is not in the subset. Make it a user task."),
    "manualTask": _("A manual task is not in the subset. Make it a user task."),
    "inclusiveGateway": _("An inclusive gateway is not in the subset. Use a parallel gateway with "
                          "choices in its branches."),
    "eventBasedGateway": _("An event gateway is not in the subset. Put a timer on the wait for "
                           "the message."),
    "complexGateway": _("A complex gateway is not in the subset. Use exclusive and parallel "
                        "gateways."),
    "subProcess": _("A sub-process drawn inside is not in the subset. Make it a call activity and "
                    "a process of its own."),
    "transaction": _("A transaction is not in the subset. Make it a call activity."),
    "adHocSubProcess": _("An ad-hoc sub-process is not in the subset. Make it a call activity."),
    "intermediateThrowEvent": _("A throwing event is not in the subset. Remove it."),
    "multiInstanceLoopCharacteristics": _("A repeated activity is not in the subset. Draw the way "
                                          "back with a gateway."),
    "standardLoopCharacteristics": _("A repeated activity is not in the subset. Draw the way back "
                                     "with a gateway."),
}  # fmt: skip
