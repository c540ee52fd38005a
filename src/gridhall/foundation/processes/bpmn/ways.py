"""Sequence flows as ways: which conditions lead where, and which clocks sit on which step."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from gridhall.foundation.processes.reading import delay_of

from . import conditions
from .conditions import NotACondition
from .file import File
from .names import MODEL
from .xml import Element


class Net:
    """The lines between the elements of a process."""

    def __init__(self, found: File) -> None:
        self.found = found
        process = found.process
        self.elements = {one.id: one for one in process.children if one.id}
        self.flows = [one for one in process.all("sequenceFlow") if self._is_whole(one)]
        self.clocks = list(process.all("boundaryEvent"))
        self.folded = self._folded()
        for clock in self.clocks:
            host = self.elements.get(clock.attributes.get("attachedToRef", ""))
            if host is None or host.tag not in ("userTask", "receiveTask", "callActivity"):
                found.refuse(clock, _("The timer sits on no user task, receive task or call "
                                      "activity."))  # fmt: skip

    def _is_whole(self, flow: Element) -> bool:
        ends = [flow.attributes.get(key, "") for key in ("sourceRef", "targetRef")]
        lost = [end for end in ends if end not in self.elements]
        if lost:
            self.found.refuse(flow, _("The line leads from or to “{name}”, which is not there."),
                              name=lost[0])  # fmt: skip
        return not lost

    def _folded(self) -> dict[str, str]:
        """Return our own gateways that only hold the conditions of the step before them."""
        folded: dict[str, str] = {}
        for one in self.found.process.all("exclusiveGateway"):
            into = [flow for flow in self.flows if flow.attributes["targetRef"] == one.id]
            step = one.own("of")
            follows = len(into) == 1 and into[0].attributes["sourceRef"] == step
            if step and follows and len(self._out(step)) == 1:
                folded[one.id] = step
        return folded

    def _out(self, code: str) -> list[Element]:
        return [flow for flow in self.flows if flow.attributes["sourceRef"] == code]

    def count(self, one: Element) -> tuple[int, int]:
        """Return how many lines come in and go out."""
        into = sum(flow.attributes["targetRef"] == one.id for flow in self.flows)
        return into, len(self._out(one.id))

    def clocks_on(self, one: Element) -> list[Element]:
        """Return the boundary events of an activity."""
        return [clock for clock in self.clocks if clock.attributes.get("attachedToRef") == one.id]

    def target_of(self, one: Element, names: dict[str, str]) -> str:
        """Return where the only line of a clock leads, "" if it has none."""
        out = self._out(one.id)
        if len(out) > 1:
            self.found.refuse(one, _("Only one line may leave a timer."))
        return names.get(out[0].attributes["targetRef"], "") if out else ""

    def ways_from(self, one: Element, names: dict[str, str], *, is_fork: bool) -> Any:
        """Return the ways out of a step as plain data."""
        holder, out = self._holder(one)
        if is_fork:
            return [names.get(flow.attributes["targetRef"], "") for flow in out]
        default = holder.attributes.get("default", "")
        conditional = [flow for flow in out if flow.id != default]
        last = [flow for flow in out if flow.id == default]
        if len(out) == 1 and out[0].first("conditionExpression") is None:
            return names.get(out[0].attributes["targetRef"], "")
        open_ones = [flow for flow in conditional if flow.first("conditionExpression") is None]
        if not last and len(open_ones) == 1:
            conditional.remove(open_ones[0])
            last = open_ones
        if out and not last:
            self.found.refuse(holder, _("One line must be the default, so that nobody gets "
                                        "stuck."))  # fmt: skip
        rest = [{"to": names.get(flow.attributes["targetRef"], "")} for flow in last]
        return [*(self._way(flow, names) for flow in conditional), *rest]

    def _holder(self, one: Element) -> tuple[Element, list[Element]]:
        """Return who holds the conditions of a step (itself or its gateway), and the lines."""
        out = self._out(one.id)
        if len(out) == 1 and self.folded.get(out[0].attributes["targetRef"]) == one.id:
            gateway = self.elements[out[0].attributes["targetRef"]]
            return gateway, self._out(gateway.id)
        return one, out

    def _way(self, flow: Element, names: dict[str, str]) -> dict[str, Any]:
        to = names.get(flow.attributes["targetRef"], "")
        condition = flow.first("conditionExpression")
        if condition is None or not condition.text:
            self.found.refuse(flow, _("The line needs a condition, like “amount at_least 1000”, or "
                                      "must be the default."))  # fmt: skip
            return {"to": to}
        try:
            return {"to": to, "when": conditions.read(condition.text)}
        except NotACondition as error:
            self.found.refuse(
                flow, _("“{text}” is no condition here, at “{where}”. Write: field is value · "
                        "field in (A, B) · field at_least 1 · field empty · outcome is CODE · "
                        "and, or, not."),
                text=condition.text[:80], where=str(error)[:40],
            )  # fmt: skip
            return {"to": to}

    def outcomes_after(self, one: Element) -> dict[str, Any]:
        """Return the outcomes that lines after a task ask for: a file of another program may
        not declare them. The line's name is the title.
        """
        ahead, seen, found = [one.id], {one.id}, dict[str, Any]()
        while ahead:
            for flow in self._out(ahead.pop()):
                condition = flow.first("conditionExpression")
                for code in _outcomes(condition.text if condition else ""):
                    title = flow.name or code
                    found.setdefault(code, {"zh": title, "en": title})
                target = flow.attributes["targetRef"]
                if self.elements[target].tag == "exclusiveGateway" and target not in seen:
                    seen.add(target)
                    ahead.append(target)
        return found

    def delay(self, event: Element, holder: Element) -> Any:
        """Return how long a timer waits as plain data."""
        for tag in ("timeDuration", "timeDate"):
            inner = event.first(tag)
            if inner is not None and inner.text:
                if tag == "timeDate":
                    return {"field": inner.text}
                if delay_of(inner.text) is not None:
                    return inner.text
        text = next((one.text for one in event.children if one.space == MODEL), "")
        self.found.refuse(
            holder, _("“{text}” is no time here. Write “2 hours”, “3 working days” or PT2H as "
                      "duration, or the name of a date field as date."),
            text=text[:60],
        )  # fmt: skip
        return "1 day"


def _outcomes(text: str) -> list[str]:
    try:
        return list(_codes(conditions.read(text))) if text else []
    except NotACondition:
        return []


def _codes(found: Any) -> list[str]:
    if isinstance(found, list):
        return [code for one in found for code in _codes(one)]
    if not isinstance(found, dict):
        return []
    own = [str(found["outcome"])] if "outcome" in found else []
    return own + [code for key in ("all", "any", "not") for code in _codes(found.get(key))]
