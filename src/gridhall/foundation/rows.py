"""Writing rows of several tables in one round trip, for what many people do at once.

Django's ``bulk_create`` puts every statement together anew and waits for each table; here the text
of a statement is kept, values are quoted by the driver, and all goes out together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db import connections, models
from django.db.models.expressions import DatabaseDefault
from psycopg.adapt import Transformer

from gridhall.foundation import sequences

ALIAS = "default"
_gathered: ContextVar[list[models.Model] | None] = ContextVar("rows_gathered", default=None)


def give_ids(*rows: models.Model) -> None:
    """Give new rows the ids they will be written with, so that others can name them before."""
    ids = sequences.take([sequences.of_table(row._meta.db_table) for row in rows])
    for row, pk in zip(rows, ids, strict=True):
        row.pk = pk


@contextmanager
def gathering() -> Iterator[None]:
    """Let rows written inside go out at the end, in one round trip; nobody reads them before.

    Inside of another such block, join it.
    """
    if _gathered.get() is not None:
        yield
        return
    rows: list[models.Model] = []
    token = _gathered.set(rows)
    try:
        yield
    finally:
        _gathered.reset(token)
    write_together(rows)


def write_together(rows: Iterable[models.Model]) -> None:
    """Insert new rows in their order, in the caller's transaction.

    No signals are sent, and ids that the database makes are not read back (see ``give_ids``).
    Values of fields are plain ones, no expressions; what has a ``db_default`` may be left out.
    """
    gathered = _gathered.get()
    if gathered is not None:
        gathered.extend(rows)
        return
    connection, statements = connections[ALIAS], []
    for (model, left_out), group in groupby(rows, key=_shape):
        fields, written = _fields(model, left_out), []
        for row in group:
            values = [one.get_db_prep_save(one.pre_save(row, True), connection) for one in fields]
            written.append((row, values))
        statements.append(_statement(model, left_out, [values for _row, values in written]))
        for row, _values in written:
            row._state.adding, row._state.db = False, ALIAS
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(";\n".join(statements))


def _statement(model: type[models.Model], left_out: tuple[str, ...], rows: list[list[Any]]) -> str:
    """Return the INSERT of rows of one table, with their values quoted."""
    connection = connections[ALIAS]
    connection.ensure_connection()
    quote = Transformer(connection.connection).as_literal
    begin, places = _insert(model, left_out)
    written = (
        ", ".join(f"{quote(value).decode()}{cast}" for value, cast in zip(row, places, strict=True))
        for row in rows
    )
    return f"{begin} ({'), ('.join(written)})"


def _shape(row: models.Model) -> tuple[type[models.Model], tuple[str, ...]]:
    """Return the model of a row and the fields it leaves to the database."""
    row._prepare_related_fields_for_save(operation_name="write_together")  # type: ignore[attr-defined]
    model = type(row)
    return model, tuple(one for one in _optional(model) if _is_missing(getattr(row, one)))


def _is_missing(value: object) -> bool:
    return value is None or isinstance(value, DatabaseDefault)


@lru_cache(maxsize=256)
def _optional(model: type[models.Model]) -> tuple[str, ...]:
    fields = model._meta.concrete_fields
    return tuple(one.attname for one in fields if one.primary_key or one.has_db_default())


@lru_cache(maxsize=256)
def _fields(
    model: type[models.Model], left_out: tuple[str, ...]
) -> tuple[models.Field[Any, Any], ...]:
    fields = (one for one in model._meta.concrete_fields if not one.generated)
    return tuple(one for one in fields if one.attname not in left_out)


@lru_cache(maxsize=256)
def _insert(model: type[models.Model], left_out: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the beginning of the statement, and what casts each value."""
    fields, connection = _fields(model, left_out), connections[ALIAS]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(one.column)) for one in fields)
    casts = (getattr(one, "get_placeholder", None) for one in fields)
    places = [str(cast(None, None, connection)) if cast else "%s" for cast in casts]
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES",
        tuple(place.removeprefix("%s") for place in places),
    )
