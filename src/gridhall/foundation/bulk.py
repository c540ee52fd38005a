"""Writing many new rows of a table fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import connection, models

Record = TypeVar("Record", bound=models.Model)
Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield the items in their order, so many at a time."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


def array_text(values: Iterable[int | bool | datetime | None]) -> str:
    """Return an array as PostgreSQL reads it; written so, thousands of values need no quoting."""
    return "{" + ",".join("NULL" if one is None else str(one) for one in values) + "}"


def copy_in(rows: Iterable[Record]) -> list[Record]:
    """Stream new rows of one model into its table (COPY) and return them with their ids.

    Several times as fast as ``bulk_create`` for wide rows; the table's constraints guard as ever
    and show as Django's IntegrityError. To be called in a transaction.
    """
    records = list(rows)
    if not records:
        return records
    meta = records[0]._meta
    fields = list(meta.concrete_fields)
    _give_ids(records, meta.db_table)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(meta.db_table)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for record in records:
            copy.write_row(
                [
                    field.get_db_prep_save(getattr(record, field.attname), connection)
                    for field in fields
                ]
            )
    for record in records:
        record._state.adding = False
    return records


def _give_ids(records: list[Record], table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, len(records)],
        )
        for record, (pk,) in zip(records, cursor.fetchall(), strict=True):
            record.pk = pk
