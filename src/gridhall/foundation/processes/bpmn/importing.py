"""A BPMN 2.0 file as the text of a definition. What is outside of the subset is refused by name.

The file is never run and its expressions are never evaluated: conditions are read by our own
closed language, what belongs to other engines (``camunda:``, ``zeebe:`` …) is left out and told.
The result is YAML that goes through the same checks as any other definition.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from gridhall.foundation.processes import faults as yaml_faults
from gridhall.foundation.processes import reading, writing
from gridhall.foundation.processes.definition import Definition

from . import roles, steps, xml
from .errors import BpmnFault, BpmnFaults, BpmnRefused, Told
from .file import File


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A file that was taken in: its definition, the text of it, and what was left out."""

    definition: Definition
    text: str
    notes: tuple[BpmnFault, ...]


def from_bpmn(
    data: bytes, *, base: Definition | None = None, gates: Collection[str] = (),
    file: str = "BPMN",
) -> Imported:  # fmt: skip
    """Return the definition that a BPMN file holds.

    ``base`` is the process it becomes a version of: a file of another program knows neither its
    code nor its subject and fields, so it takes them from there. Raises UnsafeFile, BpmnRefused,
    DefinitionRefused.
    """
    faults = BpmnFaults()
    found = File(xml.read(data), faults)
    if not found.is_whole:
        faults.stop()
    lanes = roles.of_lanes(found, faults)
    plain = _head(found, base)
    plain["steps"] = steps.of_process(found, lanes, faults)
    faults.stop()
    text = writing.dump(plain)
    try:
        definition = reading.read(text, file=file, gates=gates)
    except yaml_faults.DefinitionRefused as error:
        raise BpmnRefused([_placed(one, found) for one in error.faults]) from error
    return Imported(definition=definition, text=text, notes=tuple(faults.notes))


def _head(found: File, base: Definition | None) -> dict[str, Any]:
    """Return code, title, subject, source and fields: of the file, or of ``base``."""
    told = found.own_data(found.process, "definition")
    given: dict[str, Any] = writing.head(base) if base else {}
    name = found.process.name or (found.pool.name if found.pool else "") or found.process.id
    head = {"title": {"zh": name, "en": name}, "subject": "subject", "source": "BPMN"} | given
    head |= {key: told[key] for key in ("title", "subject", "source", "fields") if key in told}
    code = base.code if base else steps.name_of(found.process.id)
    return {"process": code, **head}


def _placed(fault: yaml_faults.Fault, found: File) -> BpmnFault:
    """Return a fault of the definition at the element that its step came from."""
    element = found.element_of.get(fault.step, found.process)
    return BpmnFault(
        what=Told(fault.template, dict(fault.params)), element=element.id, name=element.name,
        line=element.line,
    )  # fmt: skip


def summary(imported: Imported) -> Mapping[str, int]:
    """Return how much was taken in, for the note of who did it."""
    return {"steps": len(imported.definition.steps), "left_out": len(imported.notes)}
