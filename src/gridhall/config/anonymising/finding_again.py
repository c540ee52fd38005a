"""Blind indexes and search tokens of a copy, made anew with the copy's key."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

from gridhall.customers import blind, search_text
from gridhall.foundation.privacy import ciphers

Copy = psycopg.Connection[Any]
Tell = Callable[[str, int, int], None]


def forget_tokens() -> None:
    """Forget tokens that were made with another key."""
    search_text._token.cache_clear()


def rebuild(copy: Copy, tell: Tell) -> None:
    """Make every index anew; one that nobody here knows becomes noise that finds nothing."""
    _noise(copy)
    _each(copy, "customers_party", "id_document", "id_document_index",
          lambda value, _kind: blind.document_index(value))  # fmt: skip
    _each(copy, "customers_contact", "value", "value_index",
          lambda value, kind: blind.contact_index(kind, value), kind="kind")  # fmt: skip
    _each(copy, "customers_supplypoint", "address", "address_index",
          lambda value, _kind: blind.address_index(value))  # fmt: skip
    _tokens(copy, tell)


def _noise(copy: Copy) -> None:
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if type(column) is models.BinaryField and column.name.endswith("_index"):
                query = sql.SQL(
                    "UPDATE {table} SET {column} = decode(md5({key}::text || %s), 'hex')"
                    " WHERE length({column}) > 0"
                ).format(
                    table=sql.Identifier(model._meta.db_table),
                    column=sql.Identifier(str(column.column)),
                    key=sql.Identifier(str(model._meta.pk.column)),
                )  # fmt: skip
                copy.execute(query, [os.urandom(16).hex()])


def _each(
    copy: Copy, table: str, column: str, index: str, make: Callable[[str, str], bytes],
    kind: str = "",
) -> None:  # fmt: skip
    names = {
        "table": sql.Identifier(table), "column": sql.Identifier(column),
        "index": sql.Identifier(index), "kind": sql.Identifier(kind) if kind else sql.SQL("''"),
    }  # fmt: skip
    rows = copy.execute(
        sql.SQL("SELECT id, {column}, {kind} FROM {table} WHERE length({column}) > 0").format(
            **names
        )
    ).fetchall()
    name = f"{table}.{column}"
    with copy.cursor() as cursor:
        cursor.executemany(
            sql.SQL("UPDATE {table} SET {index} = %s WHERE id = %s").format(**names),
            [
                (make(ciphers.decrypt(bytes(stored), column=name), what), key)
                for key, stored, what in rows
            ],
        )


def _tokens(copy: Copy, tell: Tell) -> None:
    """Make the search tokens from the invented names, addresses and phones."""
    texts: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for group, table, column, account, where in (
        ("names", "customers_party", "name", "a.id",
         "JOIN customers_account a ON a.party_id = t.id"),
        ("names", "customers_contact", "name", "t.account_id", ""),
        ("addresses", "customers_supplypoint", "address", "t.account_id", ""),
        ("phones", "customers_contact", "value", "t.account_id", "WHERE t.kind = 'PHONE'"),
    ):  # fmt: skip
        query = f"SELECT {account}, t.{column} FROM {table} t {where}"  # noqa: S608 - constants
        for account_id, stored in copy.execute(query).fetchall():
            if stored:
                plain = ciphers.decrypt(bytes(stored), column=f"{table}.{column}")
                texts[account_id][group].append(plain)
    with copy.cursor() as cursor:
        for done, (account_id, parts) in enumerate(texts.items(), start=1):
            tokens = search_text.account_tokens(
                names=parts["names"], addresses=parts["addresses"], phones=parts["phones"]
            )
            cursor.execute(
                "UPDATE customers_account SET search_tokens = %s WHERE id = %s",
                [tokens, account_id],
            )
            if done % 500 == 0 or done == len(texts):
                tell("search", done, len(texts))
