"""Writing many rows back with one statement."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from django.db import connection, models


def write_back(rows: Sequence[models.Model], *, fields: Sequence[str]) -> None:
    """Update these plain (not array) fields of the rows, all with one statement."""
    if not rows:
        return
    table = rows[0]._meta
    columns = [
        one for one in map(table.get_field, ("id", *fields)) if isinstance(one, models.Field)
    ]
    arrays = [
        [_plain(one.get_db_prep_save(getattr(row, one.attname), connection)) for row in rows]
        for one in columns
    ]
    kinds = [f"%s::{one.db_type(connection)}[]" for one in columns]
    names = [connection.ops.quote_name(str(one.column)) for one in columns]
    settings = ", ".join(f"{name} = v.{name}" for name in names[1:])
    statement = (
        f"UPDATE {connection.ops.quote_name(table.db_table)} t SET {settings} "  # noqa: S608
        f"FROM unnest({', '.join(kinds)}) AS v({', '.join(names)}) WHERE t.id = v.id"
    )
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute(statement, arrays)


def _plain(value: Any) -> Any:
    """Return what the driver knows in a list: codes as text, sealed values as bytes."""
    if isinstance(value, Enum):
        return value.value
    return bytes(value.obj) if hasattr(value, "obj") else value
