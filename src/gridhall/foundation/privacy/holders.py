"""Where encrypted values are stored: every encrypted field of every model, and what else tells us.

A field is found by walking the models. A store of another kind (a secret inside a JSON value, a
file) registers a holder, so that no key is retired while something still needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from . import ciphers
from .fields import EncryptedTextField


class Holder(Protocol):
    """Something that holds encrypted values."""

    @property
    def name(self) -> str:
        """Return what it is called, ``table.column``."""

    def heads(self) -> dict[bytes, int]:
        """Return how many values there are of each head (key and cipher)."""

    def rekey(self, *, head: bytes, after: Any, limit: int) -> tuple[Any, int, int]:
        """Encrypt up to ``limit`` values anew whose head is another one, in one transaction.

        Returns where to go on (None at the end), how many were looked at, and how many of these
        somebody else wrote meanwhile and were therefore left alone.
        """


@dataclass(frozen=True, slots=True)
class Column:
    """An encrypted column of a table."""

    table: str
    column: str
    key: str
    key_type: str

    @property
    def name(self) -> str:
        """Return ``table.column``, which is sealed into each value."""
        return f"{self.table}.{self.column}"

    def heads(self) -> dict[bytes, int]:
        """Return how many values there are of each head."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql(_COUNT))
            return {bytes(head): count for head, count in cursor.fetchall()}

    @transaction.atomic
    def rekey(self, *, head: bytes, after: Any, limit: int) -> tuple[Any, int, int]:
        """Encrypt the next values anew; a value that changed since it was read is left alone."""
        start = sql.SQL("TRUE") if after is None else sql.SQL("{key} > %(after)s")
        query = sql.SQL(_NEXT).format(**self._names(), start=start.format(**self._names()))
        with connection.cursor() as cursor:
            cursor.execute(query, {"head": head, "size": len(head), "after": after, "limit": limit})
            rows = [(key, bytes(old)) for key, old in cursor.fetchall()]
            if not rows:
                return None, 0, 0
            new = [
                ciphers.encrypt(ciphers.decrypt(old, column=self.name), column=self.name)
                for _key, old in rows
            ]
            keys, olds = [key for key, _old in rows], [old for _key, old in rows]
            cursor.execute(self._sql(_SWAP), {"keys": keys, "olds": olds, "news": new})
            return keys[-1], len(rows), len(rows) - cursor.rowcount

    def _names(self) -> dict[str, sql.Composable]:
        return {
            "table": sql.Identifier(self.table), "column": sql.Identifier(self.column),
            "key": sql.Identifier(self.key), "type": sql.SQL(self.key_type),
        }  # fmt: skip

    def _sql(self, text: str) -> sql.Composed:
        return sql.SQL(text).format(**self._names())


_COUNT = """
    SELECT substring({column} FROM 1 FOR 1 + (get_byte({column}, 0) & 31)) AS head, count(*)
    FROM {table} WHERE length({column}) > 0 GROUP BY head"""
_NEXT = """
    SELECT {key}, {column} FROM {table}
    WHERE length({column}) > 0 AND substring({column} FROM 1 FOR %(size)s) <> %(head)s AND {start}
    ORDER BY {key} LIMIT %(limit)s"""
# compare and set: who wrote meanwhile wrote with the new key or is met by the next pass
_SWAP = """
    UPDATE {table} AS stored SET {column} = swap.fresh
    FROM unnest(%(keys)s::{type}[], %(olds)s::bytea[], %(news)s::bytea[]) AS swap(key, old, fresh)
    WHERE stored.{key} = swap.key AND stored.{column} = swap.old"""

_others: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Make a store known that is no encrypted field; call it in ``AppConfig.ready``."""
    _others[holder.name] = holder


def all_holders() -> list[Holder]:
    """Return every store of encrypted values, by name."""
    return sorted([*_columns(), *_others.values()], key=lambda holder: holder.name)


def _columns() -> Iterator[Column]:
    for model in apps.get_models():
        key = model._meta.pk
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield Column(
                    table=model._meta.db_table, column=str(field.column), key=str(key.column),
                    key_type=str(key.rel_db_type(connection)),
                )  # fmt: skip


def usage() -> dict[tuple[str, str], int]:
    """Return how many values are stored under each key and cipher."""
    found: dict[tuple[str, str], int] = {}
    for holder in all_holders():
        for head, count in holder.heads().items():
            place = ciphers.read_head(head)
            found[place] = found.get(place, 0) + count
    return found
