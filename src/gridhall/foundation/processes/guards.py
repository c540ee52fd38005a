"""Conditions of a way: a closed language. Nothing in it can run, loop or look further than the
values of its process.

``{field: satisfied, is: true}``, ``{field: category, in: [PRICE, METER]}``,
``{field: amount, at_least: 1000}``, ``{field: amount, at_most: 10}``,
``{field: plan, empty: true}``,
``{outcome: RETURNED}`` (how the task before it ended), and ``all``, ``any``, ``not`` around them.
A value that is missing fits nothing but ``empty``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

#: The operators that compare a field with something.
IS, IN, AT_LEAST, AT_MOST, EMPTY = "is", "in", "at_least", "at_most", "empty"
OPERATORS = (IS, IN, AT_LEAST, AT_MOST, EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """A field against a value, by one operator. The value has the form that is stored."""

    field: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class HasOutcome:
    """The task before ended so."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every part holds."""

    parts: tuple[Guard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Guard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part does not hold."""

    part: Guard


Guard = Compare | HasOutcome | All | AnyOf | Not


def holds(guard: Guard | None, *, values: Mapping[str, Any], outcome: str = "") -> bool:
    """Tell whether the condition is met; no condition always is."""
    match guard:
        case None:
            return True
        case HasOutcome(code=code):
            return outcome == code
        case All(parts=parts):
            return all(holds(part, values=values, outcome=outcome) for part in parts)
        case AnyOf(parts=parts):
            return any(holds(part, values=values, outcome=outcome) for part in parts)
        case Not(part=part):
            return not holds(part, values=values, outcome=outcome)
        case Compare():
            return _compare(guard, values.get(guard.field))


def _compare(guard: Compare, found: Any) -> bool:
    missing = found is None or found == ""
    if guard.operator == EMPTY:
        return missing is bool(guard.value)
    if missing:
        return False
    if guard.operator == IS:
        return _same(found, guard.value)
    if guard.operator == IN:
        return any(_same(found, one) for one in guard.value)
    left, right = _ordered(found), _ordered(guard.value)
    return bool(left >= right) if guard.operator == AT_LEAST else bool(left <= right)


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return str(found) == str(wanted)


def _ordered(value: Any) -> Any:
    """Return a stored number or day (2026-03-01) so that it can be compared."""
    text = str(value)
    digits = text.removeprefix("-").replace(".", "", 1)
    return Decimal(text) if digits.isascii() and digits.isdigit() else text


def fields_in(guard: Guard | None) -> Iterator[str]:
    """Yield the fields that a condition reads."""
    match guard:
        case Compare(field=field):
            yield field
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from fields_in(part)
        case Not(part=part):
            yield from fields_in(part)


def outcomes_in(guard: Guard | None) -> Iterator[str]:
    """Yield the outcomes that a condition asks for."""
    match guard:
        case HasOutcome(code=code):
            yield code
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from outcomes_in(part)
        case Not(part=part):
            yield from outcomes_in(part)
