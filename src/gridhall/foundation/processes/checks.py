"""What a new version must respect of the processes and programs around it."""

from __future__ import annotations

from collections.abc import Iterator

from . import reading, registry, versions
from .definition import Definition, Field, Kind, Step
from .errors import SubprocessesInCircle, SubprocessFields, SubprocessMissing, UnknownProcess
from .models import ProcessDefinition
from .publishing_errors import AnotherSubject, FieldIsNeeded


def demand_fit(definition: Definition) -> None:
    """Raise unless the version can take the place of those before it.

    A part of the program that starts the process must find its subject and fields again
    (AnotherSubject, FieldIsNeeded); processes it calls must be published, share its fields and
    never call it in turn (SubprocessMissing, SubprocessFields, SubprocessesInCircle). So must
    the processes that call it find their fields in it.
    """
    _demand_kind(definition)
    _demand_parts(definition)
    _demand_callers(definition)
    _demand_no_circle(definition, (definition.code,))


def _demand_kind(definition: Definition) -> None:
    kind = registry.kind_of(definition.code)
    if kind is None:
        return
    if definition.subject != kind.subject_type:
        raise AnotherSubject(
            process=definition.code, expected=kind.subject_type, found=definition.subject
        )
    if kind.path is None:
        return
    shipped = reading.read_file(kind.path, gates=kind.gates)
    for name, needed in shipped.fields.items():
        if not _serves(definition.fields.get(name), needed):
            raise FieldIsNeeded(process=definition.code, field=name, kind=needed.kind.value)


def _serves(found: Field | None, needed: Field) -> bool:
    """Tell whether a field can hold all that the program puts into it."""
    if found is None or found.kind != needed.kind:
        return False
    return {one.code for one in needed.choices} <= {one.code for one in found.choices}


def _calls(definition: Definition) -> Iterator[Step]:
    return (step for step in definition.steps.values() if step.kind == Kind.SUBPROCESS)


def _published(code: str) -> Definition | None:
    try:
        return versions.parsed(versions.published(code))
    except UnknownProcess:
        return None


def _demand_parts(definition: Definition) -> None:
    for step in _calls(definition):
        part = definition if step.process == definition.code else _published(step.process)
        if part is None:
            raise SubprocessMissing(step=step.id, process=step.process)
        _demand_shared(definition, step, part)


def _demand_shared(caller: Definition, step: Step, part: Definition) -> None:
    for name in (*step.give, *step.take):
        mine, other = caller.fields[name], part.fields.get(name)
        if other is None or other.kind != mine.kind:
            raise SubprocessFields(step=step.id, field=name, process=part.code)


def _demand_callers(definition: Definition) -> None:
    for caller in callers_of(definition.code):
        for step in _calls(caller):
            if step.process == definition.code:
                _demand_shared(caller, step, definition)


def callers_of(code: str) -> list[Definition]:
    """Return the published processes that call this one."""
    rows = ProcessDefinition.objects.filter(status=ProcessDefinition.Status.PUBLISHED)
    found = [versions.parsed(row) for row in rows.exclude(code=code).defer("text").order_by("code")]
    return [one for one in found if any(step.process == code for step in _calls(one))]


def _demand_no_circle(definition: Definition, way: tuple[str, ...]) -> None:
    for step in _calls(definition):
        if step.process in way:
            raise SubprocessesInCircle(process=way[0], way=" → ".join((*way, step.process)))
        part = _published(step.process)
        if part is not None:
            _demand_no_circle(part, (*way, step.process))
