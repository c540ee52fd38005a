"""Blanking every encrypted field of a context's tables for a person: nothing can be forgotten.

The fields are found by walking the context's models, so a table that is added later is erased
too. A blind index beside them gets a value that nobody can look up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from gridhall.foundation.privacy.ciphers import blind_index
from gridhall.foundation.privacy.fields import EncryptedTextField

from .subjects import Person

#: Columns that say whose a row is.
OWNERS = {
    "account": "account_id__in", "account_ref": "account_ref__in",
    "account_ids": "account_ids__overlap", "party": "party_id", "party_ref": "party_ref",
}  # fmt: skip


def blank(
    app: str, person: Person, *, special: Mapping[str, str] | None = None,
    leave: Iterable[str] = (),
) -> int:  # fmt: skip
    """Blank the encrypted fields of all of the app's rows that belong to the person.

    ``special`` gives a model's field (``FileVersion.values``) another text than the empty one;
    ``leave`` names models the caller sees to. Returns how many values there were.
    """
    count = 0
    for model in apps.get_app_config(app).get_models():
        fields = [f for f in model._meta.local_concrete_fields if isinstance(f, EncryptedTextField)]
        rows = rows_of(model, person)
        if not fields or rows is None or model.__name__ in leave:
            continue
        for row in rows.order_by("pk"):
            count += _blank_row(row, fields, special or {})
    return count


def rows_of(model: type[models.Model], person: Person) -> QuerySet[Any] | None:
    """Return a model's rows that belong to the person; None when it has no such column."""
    columns = {field.name: field.attname for field in model._meta.local_concrete_fields}
    condition = Q()
    for name, lookup in OWNERS.items():
        if columns.get(name) == lookup.partition("__")[0]:  # a column of that name may be a code
            value = person.party_id if name.startswith("party") else list(person.account_ids)
            condition |= Q(**{lookup: value})
    return model._default_manager.filter(condition) if condition else None


def _blank_row(row: models.Model, fields: list[Any], special: Mapping[str, str]) -> int:
    count, touched = 0, []
    for field in fields:
        empty = special.get(f"{type(row).__name__}.{field.name}", "")
        if getattr(row, field.attname) not in (empty, None):
            setattr(row, field.attname, empty)
            touched.append(field.name)
            count += 1
    if touched:
        touched += _indexes(row)
        row.save(update_fields=touched)
    return count


def _indexes(row: models.Model) -> list[str]:
    """Give each blind index of the row a value of its own that no look-up makes."""
    names = []
    for field in row._meta.local_concrete_fields:
        if type(field) is models.BinaryField and field.name.endswith("_index"):
            label = f"{row._meta.label} {field.name} {row.pk}"
            setattr(row, field.attname, None if field.null else erased_index(label))
            names.append(field.name)
    return names


def erased_index(label: str) -> bytes:
    """Return an index for a row that was erased: of no value, and of no other row."""
    return blind_index(label, purpose="erased")
