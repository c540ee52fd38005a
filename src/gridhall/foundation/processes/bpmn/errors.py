"""Why a BPMN file is refused: each with the element, its line and what to do instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_noop

from gridhall.foundation.processes.faults import MOST_SHOWN
from gridhall.kernel.errors import GridHallError


class UnsafeFile(GridHallError):
    """The file is no plain XML of a reasonable size; it was not read further."""

    code = "BPMN_UNSAFE_FILE"
    template = gettext_noop("The file cannot be read: {problem}")

    def __init__(self, template: str, **params: Any) -> None:
        super().__init__(problem=Told(template, params))


class BpmnRefused(GridHallError):
    """The file holds what is outside of the subset, or contradicts itself; nothing is taken."""

    code = "BPMN_REFUSED"
    template = gettext_noop("The BPMN file is refused. {faults}")

    def __init__(self, faults: list[BpmnFault]) -> None:
        self.faults = faults
        super().__init__(faults=_All(faults))


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence in the language of whoever reads it."""

    template: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return gettext(self.template).format(**self.params)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


@dataclass(frozen=True, slots=True, kw_only=True)
class BpmnFault:
    """One fault of one element."""

    what: Told
    element: str
    name: str
    line: int

    def __str__(self) -> str:
        where = gettext("line {line}, element {element} “{name}”") if self.name else gettext(
            "line {line}, element {element}"
        )  # fmt: skip
        place = where.format(line=self.line, element=self.element, name=self.name)
        return gettext("{place}: {what}").format(place=place, what=self.what)


@dataclass(slots=True)
class BpmnFaults:
    """The faults found so far, and what was left out without harm."""

    found: list[BpmnFault] = field(default_factory=list)
    notes: list[BpmnFault] = field(default_factory=list)

    def stop(self) -> None:
        """Raise BpmnRefused if there is any fault."""
        if self.found:
            raise BpmnRefused(sorted(self.found, key=lambda one: one.line))


class _All:
    def __init__(self, faults: list[BpmnFault]) -> None:
        self.faults = faults

    def __str__(self) -> str:
        return " ".join(str(one) for one in self.faults[:MOST_SHOWN])

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
