"""Loading tables as fast as the database can: indexes and constraints are put back afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

Row = tuple[Any, ...]

SECONDARY = """
    SELECT 'constraint', c.conname, pg_get_constraintdef(c.oid), c.contype::text
      FROM pg_constraint c WHERE c.conrelid = %s::regclass AND c.contype IN ('u', 'x', 'f', 'c')
    UNION ALL
    SELECT 'index', i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), ''
      FROM pg_index i WHERE i.indrelid = %s::regclass AND NOT i.indisprimary
       AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


def copy(table: str, columns: str, rows: Iterable[Row]) -> None:
    """Write ``rows`` into ``table`` by COPY."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as sink,
    ):
        for row in rows:
            sink.write_row(row)


def clone(table: str, which: str, join: str, changed: dict[str, str], **params: Any) -> None:
    """Insert the rows ``t`` of ``table`` that fit ``which`` once for each joined row.

    ``changed`` gives the SQL of the columns that differ; ``id`` is taken from the sequence unless
    it is among them. Columns that the table gains later are copied like the others.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall() if name != "id" or "id" in changed]
        values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t {join} WHERE {which}",
            params or None,
        )


@contextmanager
def without_trigger(table: str, trigger: str) -> Iterator[None]:
    """Let rows in that the program could not write: issued bills with their lines, cloned.

    Inside a transaction: nobody else ever sees the table without its trigger.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@contextmanager
def bare(tables: list[str], say: Callable[[str], None]) -> Iterator[None]:
    """Take constraints and secondary indexes off the tables, and put them back at the end."""
    taken: list[tuple[str, str, str, str]] = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(SECONDARY, [table, table])
            taken += [(table, kind, name, text) for kind, name, text, _ in cursor.fetchall()]
        # foreign keys first: they hold the unique indexes of other tables
        for table, kind, name, _text in sorted(taken, key=lambda t: "FOREIGN KEY" not in t[3]):
            if kind == "constraint":
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            else:
                cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for table, kind, name, text in sorted(taken, key=lambda t: "FOREIGN KEY" in t[3]):
            say(f"{table}: {name}")
            if kind == "constraint":
                cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}')
            else:
                cursor.execute(text)
        for table in tables:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), "
                f"(SELECT COALESCE(MAX(id), 1) FROM {table}))",
                [table],
            )
            cursor.execute(f"ANALYZE {table}")
