"""Conditions, delays and roles of a process in words of the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gridhall.foundation.identity.roles import Role

from . import guards
from .definition import Definition, Delay, FieldKind, Kind, Step, Unit, Way


def role_label(code: str) -> str:
    """Return a role in words; a code nobody knows stays itself."""
    return str(Role(code).label) if code in Role.values else code


def role_of(definition: Definition, step: Step) -> str:
    """Return who does a step, in words: a role, or the field that names it; "" for nobody."""
    if step.role_field:
        return str(definition.fields[step.role_field].title)
    return role_label(step.role) if step.role else ""


def way(definition: Definition, step: Step, one: Way) -> str:
    """Return when a way is taken, as short as the ways beside it allow."""
    if one.when is None:
        return _rest(definition, step) if any(other.when for other in step.next) else ""
    read = {name for other in step.next for name in guards.fields_in(other.when)}
    asks_outcomes = any(True for other in step.next for _o in guards.outcomes_in(other.when))
    named = step.kind == Kind.CHOICE and step.title.en != step.id
    short = named and len(read) == 1 and not asks_outcomes
    return condition(definition, one.when, short=short)


def _rest(definition: Definition, step: Step) -> str:
    """Return what is left for the last way: the other outcomes or the other answer, if few."""
    conditions = [other.when for other in step.next if other.when is not None]
    codes = [code for one in conditions for code in guards.outcomes_in(one)]
    plain = all(isinstance(one, guards.HasOutcome) for one in conditions)
    left = [one for one in step.outcomes if one.code not in codes]
    if plain and step.outcomes and 0 < len(left) <= 2:
        return _(" or ").join(str(one.title) for one in left)
    match conditions:
        case [guards.Compare(field=field, operator=guards.IS, value=bool() as value_)]:
            other = guards.Compare(field=field, operator=guards.IS, value=not value_)
        case [guards.Compare(field=field, operator=guards.EMPTY, value=value_)]:
            other = guards.Compare(field=field, operator=guards.EMPTY, value=not value_)
        case _:
            return _("otherwise")
    return condition(definition, other, short=step.kind == Kind.CHOICE and step.title.en != step.id)


def condition(definition: Definition, guard: guards.Guard, *, short: bool = False) -> str:
    """Return a condition in words; ``short`` leaves out the name of the only field."""
    match guard:
        case guards.HasOutcome(code=code):
            return outcome(definition, code)
        case guards.All(parts=parts):
            return _(" and ").join(_inner(definition, part, short) for part in parts)
        case guards.AnyOf(parts=parts):
            return _(" or ").join(_inner(definition, part, short) for part in parts)
        case guards.Not(part=part):
            return _("not: {condition}").format(condition=_inner(definition, part, short))
        case guards.Compare():
            return _compare(definition, guard, short)


def _inner(definition: Definition, guard: guards.Guard, short: bool) -> str:
    text = condition(definition, guard, short=short)
    return f"({text})" if isinstance(guard, guards.All | guards.AnyOf) else text


def outcome(definition: Definition, code: str) -> str:
    """Return the outcome of a task in words."""
    for step in definition.steps.values():
        for one in step.outcomes:
            if one.code == code:
                return str(one.title)
    return code


def _compare(definition: Definition, guard: guards.Compare, short: bool) -> str:
    name = str(definition.fields[guard.field].title)
    if guard.operator in (guards.AT_LEAST, guards.AT_MOST):
        sign = "≥" if guard.operator == guards.AT_LEAST else "≤"
        return f"{sign} {guard.value}" if short else f"{name} {sign} {guard.value}"
    if guard.operator == guards.EMPTY:
        told = _("not filled in") if guard.value else _("filled in")
    else:
        many = guard.value if guard.operator == guards.IN else [guard.value]
        told = _(", ").join(value(definition, guard.field, one) for one in many)
    return told if short else _("{field}: {value}").format(field=name, value=told)


def value(definition: Definition, field: str, found: Any) -> str:
    """Return a value of a field in words."""
    kind = definition.fields[field].kind
    if kind == FieldKind.YES_NO and isinstance(found, bool):
        return _("yes") if found else _("no")
    for choice in definition.fields[field].choices:
        if choice.code == found:
            return str(choice.title)
    return str(found)


def delay(definition: Definition, one: Delay) -> str:
    """Return how long is waited, in words."""
    if one.field:
        return _("until {field}").format(field=definition.fields[one.field].title)
    n = one.amount
    texts = {
        Unit.MINUTES: ngettext("{n} minute", "{n} minutes", n),
        Unit.HOURS: ngettext("{n} hour", "{n} hours", n),
        Unit.DAYS: ngettext("{n} day", "{n} days", n),
        Unit.WORKING_MINUTES: ngettext("{n} working minute", "{n} working minutes", n),
        Unit.WORKING_HOURS: ngettext("{n} working hour", "{n} working hours", n),
        Unit.WORKING_DAYS: ngettext("{n} working day", "{n} working days", n),
    }
    return texts[one.unit].format(n=n)


def kind_label(kind: str) -> str:
    """Return what happens at a step, in words."""
    return {
        Kind.START: pgettext("step", "Start"), Kind.TASK: pgettext("step", "Task"),
        Kind.CHOICE: pgettext("step", "Choice"), Kind.FORK: pgettext("step", "Split"),
        Kind.JOIN: pgettext("step", "Join"), Kind.WAIT: pgettext("step", "Wait"),
        Kind.TIMER: pgettext("step", "Timer"), Kind.SUBPROCESS: pgettext("step", "Sub-process"),
        Kind.END: pgettext("step", "End"),
    }[Kind(kind)]  # fmt: skip
