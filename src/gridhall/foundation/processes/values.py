"""The values of a process: only declared fields, only what their kind allows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as _

from .definition import Definition, Field, FieldKind, Step
from .errors import UnknownField, ValueMissing, ValueRefused
from .reading import stored
from .shown import Listed, Said

ALLOWED = {
    FieldKind.YES_NO: _("yes or no"),
    FieldKind.NUMBER: _("a number"),
    FieldKind.DATE: _("a day like 2026-03-01"),
    FieldKind.CODE: _("letters, digits and - _ . /"),
}


def clean(
    definition: Definition, given: Mapping[str, Any], *, only: Collection[str] | None = None
) -> dict[str, Any]:
    """Return values in the form in which they are stored; None empties a field.

    ``only`` are the fields that may be given. Raises UnknownField, ValueRefused.
    """
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = definition.fields.get(name)
        if field is None or (only is not None and name not in only):
            raise UnknownField(process=definition.title, field=name)
        found[name] = None if value is None or value == "" else _one(field, value)
    return found


def merged(values: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with the changes made; emptied fields fall away."""
    return {name: one for name, one in {**values, **changed}.items() if one is not None}


def demand_form(definition: Definition, step: Step, values: Mapping[str, Any]) -> None:
    """Raise ValueMissing for the first field that the step needs and that is empty."""
    for one in step.form:
        if one.required and values.get(one.name) is None:
            raise ValueMissing(field=definition.fields[one.name].title)


def _one(field: Field, value: Any) -> Any:
    plain = value if isinstance(value, bool | str) else _text(value)
    found = stored(field, plain)
    if found is None:
        allowed: Any = (
            Listed([one.title for one in field.choices])
            if field.choices
            else Said(ALLOWED[field.kind])
        )
        raise ValueRefused(value=str(value)[:60], field=field.title, allowed=allowed)
    return found


def _text(value: Any) -> str:
    if isinstance(value, int | Decimal | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    return ""  # a float or anything else: no value of any field
