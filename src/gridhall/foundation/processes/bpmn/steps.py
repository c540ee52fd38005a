"""Elements of a BPMN process as steps of a definition."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_noop as _

from . import ways
from .errors import BpmnFaults
from .file import File
from .names import MODEL
from .roles import FIELD
from .xml import Element

DETAILS = ("form", "outcomes", "gates", "unless", "give", "take")
KINDS = {"startEvent": "start", "endEvent": "end", "userTask": "task", "receiveTask": "wait",
         "exclusiveGateway": "choice", "callActivity": "subprocess"}  # fmt: skip
EVENTS = {"startEvent": (), "endEvent": (),
          "intermediateCatchEvent": ("messageEventDefinition", "timerEventDefinition")}  # fmt: skip


def name_of(text: str) -> str:
    """Return an id as a name of ours: small letters, digits and _."""
    name = re.sub(r"[^a-z0-9_]", "_", text.lower()).strip("_")[:40] or "step"
    return name if name[0].isalpha() else f"s_{name}"[:40]


def of_process(found: File, lanes: dict[str, str], faults: BpmnFaults) -> dict[str, Any]:
    """Return the steps in the order of the file, as plain data; faults are noted."""
    return _Steps(found, lanes).read()


class _Steps:
    def __init__(self, found: File, lanes: dict[str, str]) -> None:
        self.found, self.lanes = found, lanes
        self.net = ways.Net(found)
        self.names: dict[str, str] = {}
        self.messages = {one.id: one.name for one in found.root.all("message")}

    def read(self) -> dict[str, Any]:
        elements = [one for one in self.found.steps() if one.id not in self.net.folded]
        for one in elements:
            name = base = name_of(one.id)
            number = 2
            while name in self.found.element_of:
                name, number = f"{base[:36]}_{number}", number + 1
            self.found.element_of[name] = one
            self.names[one.id] = name
        return {self.names[one.id]: self._step(one) for one in elements}

    def _step(self, one: Element) -> dict[str, Any]:
        own = self.found.own_data(one, "step")
        plain: dict[str, Any] = {"kind": self._kind(one), "title": self._title(one, own)}
        if one.tag == "userTask":
            plain["role"] = self._role(one)
        plain |= {key: own[key] for key in DETAILS if key in own}
        if one.tag == "userTask" and "outcomes" not in plain:
            outcomes = self.net.outcomes_after(one)
            plain |= {"outcomes": outcomes} if outcomes else {}
        plain |= self._event(one, plain["kind"])
        if one.tag == "callActivity":
            plain["process"] = name_of(one.attributes.get("calledElement", ""))
            if not one.attributes.get("calledElement"):
                self.found.refuse(one, _("The call activity names no process (called element)."))
        timers = [self._timer(clock) for clock in self.net.clocks_on(one)]
        if timers:
            plain["timers"] = timers
        following = self.net.ways_from(one, self.names, is_fork=plain["kind"] == "fork")
        return plain | ({"next": following} if following else {})

    def _kind(self, one: Element) -> str:
        if one.tag == "parallelGateway":
            into, out = self.net.count(one)
            if (into > 1) is (out > 1):
                self.found.refuse(one, _("A parallel gateway must either split (one line in, "
                                         "several out) or join (several in, one out)."),
                                  )  # fmt: skip
            return "fork" if out > 1 else "join"
        if one.tag == "intermediateCatchEvent":
            return "timer" if one.first("timerEventDefinition") else "wait"
        return KINDS[one.tag]

    def _title(self, one: Element, own: dict[str, Any]) -> dict[str, str]:
        given = own.get("title")
        name = one.name or ("" if given else self.names[one.id])
        if isinstance(given, dict) and name in ("", *given.values()):
            return given
        if given:
            self.found.leave_out(one, _("Its name was changed: check the title in the other "
                                        "language."))  # fmt: skip
        return {"zh": name, "en": name}

    def _role(self, one: Element) -> Any:
        role = self.lanes.get(one.id, "")
        if not role and one.id not in self.lanes:
            self.found.refuse(one, _("The user task lies in no lane. Draw it into the lane of its "
                                     "role."))  # fmt: skip
        return {"field": role.removeprefix(FIELD)} if role.startswith(FIELD) else role

    def _event(self, one: Element, kind: str) -> dict[str, Any]:
        events = [
            child for child in one.children
            if child.space == MODEL and child.tag.endswith("EventDefinition")
        ]  # fmt: skip
        allowed = EVENTS.get(one.tag, ())
        for event in events:
            if event.tag not in allowed or len(events) > 1:
                self.found.refuse(one, _("<{tag}> is not in the subset here. Use a plain start or "
                                         "end, or wait for a message or a timer."),
                                  tag=event.tag)  # fmt: skip
                return {}
        if kind == "timer":
            return {"after": self.net.delay(events[0], one)}
        if kind != "wait":
            return {}
        holder = one if one.tag == "receiveTask" else (events[0] if events else one)
        message = self.messages.get(holder.attributes.get("messageRef", ""), "")
        if not message:
            self.found.refuse(one, _("The wait names no message. Choose one and give it the name "
                                     "of the event."))  # fmt: skip
        return {"event": name_of(message)}

    def _timer(self, clock: Element) -> dict[str, Any]:
        event = clock.first("timerEventDefinition")
        if event is None:
            self.found.refuse(clock, _("Only timers may sit on the edge of an activity."))
            return {"after": "1 day"}
        plain = {"name": name_of(clock.name or clock.id), "after": self.net.delay(event, clock)}
        following = self.net.target_of(clock, self.names)
        stops = clock.attributes.get("cancelActivity", "true") == "true"
        if stops is not bool(following):
            self.found.refuse(clock, _("A timer either takes the process away (interrupting, with "
                                       "a line) or makes the work urgent (not interrupting, "
                                       "without a line)."))  # fmt: skip
        return plain | ({"next": following} if following else {})
