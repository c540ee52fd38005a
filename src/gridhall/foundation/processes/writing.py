"""A definition as YAML again: what ``reading`` reads, in the order of the steps."""

from __future__ import annotations

from typing import Any

import yaml

from . import guards
from .definition import Choice, Definition, Delay, Field, GateUse, Kind, Step, StepTimer, Title, Way

WIDTH = 110


def to_yaml(definition: Definition) -> str:
    """Return the text of a definition; reading it gives the same definition."""
    return dump(to_plain(definition))


def dump(plain: Any) -> str:
    """Return plain data as YAML: keys in their order, short maps on one line."""
    text: str = yaml.safe_dump(
        plain, sort_keys=False, allow_unicode=True, default_flow_style=None, width=WIDTH
    )
    return text


def to_plain(definition: Definition) -> dict[str, Any]:
    """Return a definition as maps, lists and texts."""
    plain: dict[str, Any] = {"process": definition.code, **head(definition)}
    plain["steps"] = {step.id: step_plain(step) for step in definition.steps.values()}
    return plain


def head(definition: Definition) -> dict[str, Any]:
    """Return what a definition says of itself, without its code and steps."""
    plain: dict[str, Any] = {
        "title": title(definition.title), "subject": definition.subject,
        "source": definition.source,
    }  # fmt: skip
    if definition.fields:
        plain["fields"] = {name: _field(one) for name, one in definition.fields.items()}
    return plain


def step_plain(step: Step) -> dict[str, Any]:
    """Return one step."""
    plain: dict[str, Any] = {"kind": step.kind.value, "title": title(step.title)}
    if step.role or step.role_field:
        plain["role"] = step.role or {"field": step.role_field}
    plain |= details(step)
    if step.event:
        plain["event"] = step.event
    if step.delay is not None:
        plain["after"] = delay(step.delay)
    if step.process:
        plain["process"] = step.process
    if step.timers:
        plain["timers"] = [_timer(one) for one in step.timers]
    if step.next:
        plain["next"] = _ways(step)
    return plain


def details(step: Step) -> dict[str, Any]:
    """Return what a step has beside its place in the picture."""
    plain: dict[str, Any] = {}
    if step.form:
        plain["form"] = [one.name + "!" * one.required for one in step.form]
    if step.outcomes:
        plain["outcomes"] = _choices(step.outcomes)
    if step.gates:
        plain["gates"] = [_gate(one) for one in step.gates]
    if step.unless is not None:
        plain["unless"] = guard(step.unless)
    if step.give:
        plain["give"] = list(step.give)
    if step.take:
        plain["take"] = list(step.take)
    return plain


def title(one: Title) -> dict[str, str]:
    """Return a title in both languages."""
    return {"zh": one.zh, "en": one.en}


def delay(one: Delay) -> Any:
    """Return how long to wait: "3 working days", or the field that holds the day."""
    return {"field": one.field} if one.field else delay_text(one)


def delay_text(one: Delay) -> str:
    """Return a counted delay in words."""
    words = one.unit.value.replace("_", " ")
    return f"{one.amount} {words.removesuffix('s') if one.amount == 1 else words}"


def guard(one: guards.Guard) -> dict[str, Any]:
    """Return a condition."""
    match one:
        case guards.HasOutcome(code=code):
            return {"outcome": code}
        case guards.All(parts=parts):
            return {"all": [guard(part) for part in parts]}
        case guards.AnyOf(parts=parts):
            return {"any": [guard(part) for part in parts]}
        case guards.Not(part=part):
            return {"not": guard(part)}
        case guards.Compare(field=field, operator=operator, value=value):
            return {"field": field, operator: list(value) if isinstance(value, tuple) else value}


def _choices(choices: tuple[Choice, ...]) -> dict[str, Any]:
    return {one.code: title(one.title) for one in choices}


def _field(one: Field) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": one.kind.value, "title": title(one.title)}
    return plain | ({"choices": _choices(one.choices)} if one.choices else {})


def _gate(one: GateUse) -> Any:
    return {one.name: dict(one.params)} if one.params else one.name


def _timer(one: StepTimer) -> dict[str, Any]:
    plain = {"name": one.name, "after": delay(one.delay)}
    return plain | ({"next": one.next} if one.next else {})


def _ways(step: Step) -> Any:
    if step.kind == Kind.FORK:
        return [way.to for way in step.next]
    if len(step.next) == 1 and step.next[0].when is None:
        return step.next[0].to
    return [_way(way) for way in step.next]


def _way(one: Way) -> dict[str, Any]:
    return {"to": one.to} | ({"when": guard(one.when)} if one.when is not None else {})
