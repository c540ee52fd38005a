"""What is wrong with the text of a definition: each fault with its file, step and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_noop

from gridhall.kernel.errors import GridHallError

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault. ``template`` is the English text with placeholders; Chinese by gettext."""

    template: str
    params: dict[str, Any]
    file: str = ""
    step: str = ""
    line: int = 0

    def __str__(self) -> str:
        what = gettext(self.template).format(**self.params)
        where = (
            gettext("{file}, step {step}, line {line}")
            if self.step
            else gettext("{file}, line {line}")
        )
        place = where.format(file=self.file, step=self.step, line=self.line)
        return gettext("{place}: {what}").format(place=place, what=what)


class DefinitionRefused(GridHallError):
    """The text of a process definition has faults; nothing of it is used."""

    code = "PROCESS_DEFINITION_REFUSED"
    template = gettext_noop("The process definition is refused. {faults}")

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(faults=_Told(faults))


class _Told:
    """The faults as sentences in the language of whoever reads them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def __str__(self) -> str:
        return " ".join(str(one) for one in self.faults[:MOST_SHOWN])

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


@dataclass(slots=True)
class Faults:
    """The faults found so far in one file."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, template: str, *, line: int = 0, step: str = "", **params: Any) -> None:
        """Note a fault; reading goes on to find the others."""
        fault = Fault(template=template, params=params, file=self.file, step=step, line=line)
        if fault not in self.found:
            self.found.append(fault)

    def stop(self) -> None:
        """Raise DefinitionRefused if there is any fault."""
        if self.found:
            raise DefinitionRefused(sorted(self.found, key=lambda one: one.line))
