"""Copy a database into an empty one and make everybody in it an invented person.

The source is only read. The copy gets keys of its own: with the source's keys nothing in it opens,
and its look-ups find nothing by the source's. At the end the whole copy is searched for values of
the source; if one is found the copy is emptied again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from gridhall.config.errors import InstallationError
from gridhall.config.postgres import tools
from gridhall.foundation.privacy import ciphers

from . import columns, finding_again
from .fakes import HIDDEN, Fakes

BATCH = 1000
SHORTEST_VALUE = 3
Tell = Callable[[str, int, int], None]
Copy = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was done: values replaced, texts hidden, tables emptied."""

    values: int
    texts: int
    tables_emptied: int
    people: int


def new_ring() -> Any:
    """Return keys for a copy."""
    return SimpleNamespace(active_id="c1", keys={"c1": os.urandom(32)}, index_key=os.urandom(32))


def anonymise(*, target: dict[str, Any], ring: Any, tell: Tell) -> Copied:
    """Copy the present database into the empty ``target`` and make its people invented ones.

    Raises InstallationError: the target is not empty, or a real value was found in the copy, which
    is then emptied.
    """
    with psycopg.connect(tools._address(target), password=target["PASSWORD"] or None) as copy:
        _require_empty(copy)
    _copy(target, tell)
    with psycopg.connect(tools._address(target), password=target["PASSWORD"] or None) as copy:
        try:
            done, real = _replace(copy, ring, tell)
            found = leaks(copy, real)
            if found:
                raise InstallationError(
                    f"{len(found)} real values are still in the copy, the first in {found[0]}.",
                    "Nothing of the copy was kept. Please report the table.",
                )
        except BaseException:
            copy.rollback()
            copy.execute("DROP SCHEMA public CASCADE")
            copy.execute("CREATE SCHEMA public")
            copy.commit()
            raise
        copy.commit()
    return done


def _require_empty(copy: Copy) -> None:
    found = copy.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchone()
    if found:
        raise InstallationError(
            f"The target is not empty: it holds {found[0]}.", "Name an empty database."
        )


def _copy(target: dict[str, Any], tell: Tell) -> None:
    tell("copy", 0, 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        tools.restore(target, tools.dump(connection.settings_dict, snapshot=snapshot))
    tell("copy", 1, 1)


@contextmanager
def using(ring: Any) -> Iterator[None]:
    """Have the ciphers work with other keys inside the block."""
    kept, settings.GRIDHALL_KEYRING = settings.GRIDHALL_KEYRING, ring
    finding_again.forget_tokens()
    try:
        yield
    finally:
        settings.GRIDHALL_KEYRING = kept
        finding_again.forget_tokens()


def _replace(copy: Copy, ring: Any, tell: Tell) -> tuple[Copied, set[str]]:
    tables = [row[0] for row in copy.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()]  # fmt: skip
    for table in tables:
        copy.execute(_sql("ALTER TABLE {table} DISABLE TRIGGER USER", table=table))
    everything = list(columns.encrypted())
    real = _real_values(copy, everything)
    emptied = _emptied(copy, tables)
    copy.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, emptied))))
    fakes, values = Fakes(real=real), 0
    for done, column in enumerate(everything, start=1):
        values += _column(copy, column, fakes, ring)
        tell("values", done, len(everything))
    texts = sum(_hide(copy, *place) for place in columns.free_texts() if place[0] in tables)
    people = _log_ins(copy, fakes)
    with using(ring):
        finding_again.rebuild(copy, tell)
    copy.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction
    for table in tables:
        copy.execute(_sql("ALTER TABLE {table} ENABLE TRIGGER USER", table=table))
    done_all = Copied(values=values, texts=texts, tables_emptied=len(emptied), people=people)
    return done_all, real


def _emptied(copy: Copy, tables: list[str]) -> list[str]:
    """Return the tables to empty: none that a table which stays refers to."""
    links = copy.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f'"
    ).fetchall()
    emptied = {table for table in tables if columns.EMPTIED.match(table)}
    while needed := {to for source, to in links if source not in emptied and to in emptied}:
        emptied -= needed
    return sorted(emptied)


def _real_values(copy: Copy, everything: list[columns.Encrypted]) -> set[str]:
    """Return every personal value of the source, so that none is invented or left."""
    found: set[str] = set()
    for column in everything:
        for _key, plain in _rows(copy, column):
            if column.kind != "other":
                found.add(plain)
    names = copy.execute("SELECT display_name FROM identity_user").fetchall()
    return {value for value in found | {name for (name,) in names} if value}


def _rows(copy: Copy, column: columns.Encrypted) -> Iterator[tuple[Any, str]]:
    query = _sql(
        "SELECT {key}, {column} FROM {table} WHERE length({column}) > 0", table=column.table,
        column=column.column, key=column.key,
    )  # fmt: skip
    for key, stored in copy.execute(query).fetchall():
        yield key, ciphers.decrypt(bytes(stored), column=column.name)


def _column(copy: Copy, column: columns.Encrypted, fakes: Fakes, ring: Any) -> int:
    """Replace every value of a column; it is encrypted with the keys of the copy."""
    rows = [(key, columns.stand_in(column.kind, text, fakes)) for key, text in _rows(copy, column)]
    query = _sql(
        "UPDATE {table} SET {column} = %s WHERE {key} = %s", table=column.table,
        column=column.column, key=column.key,
    )  # fmt: skip
    with using(ring), copy.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            cursor.executemany(
                query,
                [
                    (ciphers.encrypt(text, column=column.name), key)
                    for key, text in rows[start : start + BATCH]
                ],
            )
    return len(rows)


def _hide(copy: Copy, table: str, column: str) -> int:
    query = _sql("UPDATE {table} SET {column} = %s WHERE {column} <> ''",
                 table=table, column=column)  # fmt: skip
    return copy.execute(query, [HIDDEN]).rowcount


def _log_ins(copy: Copy, fakes: Fakes) -> int:
    """Give everybody who logs in another name, and nobody a password."""
    rows = copy.execute("SELECT id, display_name FROM identity_user").fetchall()
    for pk, name in rows:
        copy.execute(
            "UPDATE identity_user SET username = %s, display_name = %s, first_name = '',"
            " last_name = '', email = '', password = '!' WHERE id = %s",
            [f"user-{pk}", fakes.of("name", name), pk],
        )
    copy.execute("UPDATE customers_account SET account_manager = ''")
    return len(rows)


def leaks(copy: Copy, real: set[str]) -> list[str]:
    """Name the tables of the copy in which a value of the source stands in clear.

    Names of two characters are left out: they stand in other words.
    """
    wanted = [value for value in real if len(value) >= SHORTEST_VALUE]
    found = []
    tables = copy.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    for (table,) in tables:
        with copy.cursor().copy(_sql("COPY {table} TO STDOUT", table=table)) as output:
            text = b"".join(bytes(piece) for piece in output).decode()
        if any(value in text for value in wanted):
            found.append(table)
    return found


def _sql(text: str, **names: str) -> sql.Composed:
    return sql.SQL(text).format(**{key: sql.Identifier(name) for key, name in names.items()})
