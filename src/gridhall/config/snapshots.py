"""What is noted of a database in its backup, and looked up again after a restore.

Every function reads through Django's connection, inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.privacy import ciphers
from gridhall.foundation.privacy.fields import EncryptedTextField

MOST_FAULTS = 100
INDEX_PROBE = "gridhall backup"

# how values are written as text decides the hash, so the session must not
_SAME_TEXT = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres';"
    " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;"
    " SET LOCAL search_path = public"
)
_TABLES = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')
    ORDER BY relname"""
# independent of the order of the rows: the sums of both halves of the rows' 128-bit hashes
_DIGEST = """
    SELECT count(*), coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint), 0),
           coalesce(sum(('x' || right(hash, 16))::bit(64)::bigint), 0)
    FROM (SELECT md5(one::text) AS hash FROM public.{table} AS one) AS hashes"""
_SAMPLES = """
    SELECT DISTINCT ON (substring({column} FROM 1 FOR 1 + (get_byte({column}, 0) & 31))) {column}
    FROM {table} WHERE length({column}) > 0"""


def table_names() -> list[str]:
    """Return every table of the database, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [row[0] for row in cursor.fetchall()]


def table_digest(table: str) -> dict[str, Any]:
    """Return how many rows a table has and the hash of their contents."""
    with connection.cursor() as cursor:
        cursor.execute(_SAME_TEXT)
        cursor.execute(sql.SQL(_DIGEST).format(table=sql.Identifier(table)))
        rows, left, right = cursor.fetchone()
    return {"rows": rows, "digest": f"{left}/{right}"}


def applied_migrations() -> list[str]:
    """Return the migrations that the database has had."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def audit_state() -> dict[str, Any]:
    """Return the heads of the audit chains and the first faults in them."""
    return {
        "heads": [asdict(head) for head in audit.heads()],
        "faults": list(islice(audit.broken_links(), MOST_FAULTS)),
    }


def key_probe() -> dict[str, Any]:
    """Return what tells the right keyring from a wrong one, and tells nothing else.

    One stored value per encrypted column and key, still encrypted, and a keyed hash.
    """
    samples = [
        {"column": column, "value": value.hex()}
        for column, value in _samples()
        if _opens(column, value)
    ]
    index = ciphers.blind_index(INDEX_PROBE, purpose="backup").hex()
    return {"samples": samples, "index": index}


def missing_keys(probe: dict[str, Any]) -> list[str]:
    """Name what this installation's keyring cannot do with the values of a probe."""
    lacking = [
        f"values of {one['column']} do not open"
        for one in probe["samples"]
        if not _opens(one["column"], bytes.fromhex(one["value"]))
    ]
    if ciphers.blind_index(INDEX_PROBE, purpose="backup").hex() != probe["index"]:
        lacking.append("the index key is another one, so nothing would be found again")
    return sorted(set(lacking))


def _samples() -> list[tuple[str, bytes]]:
    found = []
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, EncryptedTextField):
                continue
            table, column = model._meta.db_table, str(field.column)
            names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL(_SAMPLES).format(**names))
                found += [(f"{table}.{column}", bytes(row[0])) for row in cursor.fetchall()]
    return found


def _opens(column: str, value: bytes) -> bool:
    try:
        ciphers.decrypt(value, column=column)
    except (InvalidTag, KeyError, ValueError):
        return False
    return True
