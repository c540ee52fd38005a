"""Restore a backup into an empty database and prove that what came back is what was saved.

The archive and the keys are checked before anything is written. The database comes back in one
transaction; when anything differs afterwards, database and document store are emptied again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from gridhall.config import migrations, snapshots
from gridhall.config.archives import ArchiveReader, damaged
from gridhall.config.backups import DOCUMENTS, DUMP, Tell
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import tools
from gridhall.foundation.documents.storage import current_store

_HASH = re.compile(r"[0-9a-f]{64}")
_OURS = "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')"
_HERE = "'public'::regnamespace"
_RELATIONS = f"""
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
           WHEN 'S' THEN 'SEQUENCE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, o.oid::regclass::text
    FROM pg_class o WHERE relnamespace = {_HERE} AND relkind IN ('r', 'p', 'v', 'm', 'S', 'c')
    AND {_OURS} ORDER BY relkind = 'S', relkind = 'c'"""  # noqa: S608 - constants
_TYPES = f"""
    SELECT 'TYPE', o.oid::regtype::text FROM pg_type o
    WHERE typnamespace = {_HERE} AND typtype IN ('e', 'd', 'r') AND {_OURS}"""  # noqa: S608
_ROUTINES = f"""
    SELECT 'ROUTINE', o.oid::regprocedure::text FROM pg_proc o
    WHERE pronamespace = {_HERE} AND {_OURS}"""  # noqa: S608


@dataclass
class Restored:
    """A restore that was proven. ``old_faults`` were in the audit chain when it was saved."""

    taken_at: str
    tables: int
    rows: int
    documents: int
    migrated: list[str] = field(default_factory=list)
    old_faults: list[str] = field(default_factory=list)
    documents_missing: list[str] = field(default_factory=list)


class RestoreDiffers(InstallationError):
    """What came back is not what was saved; nothing of it was kept."""

    def __init__(self, differences: list[str]) -> None:
        super().__init__(
            "What was restored differs from what was saved; the database is empty again:\n  "
            + "\n  ".join(differences),
            "Take another copy of the backup.",
        )
        self.differences = differences


def require_empty() -> None:
    """Refuse a database that holds anything. Raises InstallationError."""
    with connection.cursor() as cursor:
        cursor.execute(_RELATIONS)
        found = cursor.fetchone()
    if found:
        raise InstallationError(
            f"The database is not empty: it holds {found[1]}. A restore replaces nothing.",
            "Restore into a new one: set GRIDHALL_HOME to a new folder, "
            "or DATABASE_URL to an empty database.",
        )


def restore(archive: ArchiveReader, *, tell: Tell) -> Restored:
    """Bring everything back, prove it, and apply the migrations that came after the backup.

    Raises InstallationError (RestoreDiffers when the proof fails); then nothing is kept.
    """
    manifest = archive.manifest
    require_empty()
    check(archive, tell=tell)
    with _nothing_kept_on_failure() as written:
        _restore_documents(archive, written, tell)
        tell("database", 0, 1)
        tools.restore(connection.settings_dict, archive.chunks(DUMP))
        tell("database", 1, 1)
        differences = _differences(archive, tell)
        if differences:
            raise RestoreDiffers(differences)
        migrated = migrations.pending_migrations()
        if migrated:
            migrations.migrate()
    tables = manifest["tables"]
    return Restored(
        taken_at=manifest["taken_at"], tables=len(tables), migrated=migrated,
        rows=sum(one["rows"] for one in tables.values()), documents=manifest["documents"]["files"],
        old_faults=manifest["audit"]["faults"], documents_missing=manifest["documents"]["missing"],
    )  # fmt: skip


def check(archive: ArchiveReader, *, tell: Tell) -> None:
    """Refuse an archive that this installation cannot bring back; changes nothing.

    Damaged, of a newer GridHall or PostgreSQL, or of other keys. Raises InstallationError.
    """
    _check_versions(archive.manifest)
    _check_members(archive, tell)
    _check_keys(archive.manifest)


def _check_versions(manifest: dict[str, Any]) -> None:
    server = connection.connection.info.server_version
    tools.require_tools_for(server)
    wanted = max(tools.OLDEST_TARGET, int(manifest["postgresql"].split(".")[0]))
    if server // 10000 < wanted:
        raise InstallationError(
            f"The server is PostgreSQL {server // 10000}; this restore needs {wanted} or newer.",
            "Use a newer server, or the embedded one (no DATABASE_URL).",
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    apps = {name.partition(".")[0] for name in known}
    unknown = [
        name
        for name in manifest["migrations"]
        if name not in known and name.partition(".")[0] in apps
    ]
    if unknown:
        raise InstallationError(
            f"The backup was made by GridHall {manifest['gridhall']}, which is newer than this "
            f"one (it has {unknown[0]}).",
            "Install that version or a newer one, then restore.",
        )


def _check_members(archive: ArchiveReader, tell: Tell) -> None:
    """Read the whole archive once: every byte must be what was written."""
    if DUMP not in archive.names or archive.hash_of(DUMP) != archive.manifest["dump"]:
        raise damaged(archive.path, "the database in it is not what was saved")
    documents = _documents_in(archive)
    if len(documents) != archive.manifest["documents"]["files"]:
        raise damaged(archive.path, "documents are missing")
    told = archive.manifest["documents"].get("hashes", {})
    for done, name in enumerate(documents, start=1):
        own = name.removeprefix(DOCUMENTS)
        # in backups of before there was encryption a file is named by its hash
        if archive.hash_of(name) != told.get(own, own):
            raise damaged(archive.path, f"{name} is not what was saved")
        tell("check", done, len(documents))


def _check_keys(manifest: dict[str, Any]) -> None:
    lacking = snapshots.missing_keys(manifest["keys"])
    if lacking:
        raise InstallationError(
            f"The keys here are not those of the backup: {'; '.join(lacking)}.",
            "Put the keyring.json of that time into the folder secrets of the data folder, "
            "or set GRIDHALL_KEYRING. Nothing was restored.",
        )


def _differences(archive: ArchiveReader, tell: Tell) -> list[str]:
    """Name everything that is not as the manifest says."""
    manifest, found = archive.manifest, []
    with transaction.atomic():
        names = snapshots.table_names()
        wanted = manifest["tables"]
        found += [f"table {name}: not in the backup" for name in names if name not in wanted]
        for done, (name, saved) in enumerate(wanted.items(), start=1):
            now = snapshots.table_digest(name) if name in names else {"rows": 0, "digest": ""}
            if now["rows"] != saved["rows"]:
                found.append(f"table {name}: {now['rows']} rows instead of {saved['rows']}")
            elif now != saved:
                found.append(f"table {name}: other contents")
            tell("tables", done, len(wanted))
        if found:
            return found
        audit = snapshots.audit_state()
        if audit["heads"] != manifest["audit"]["heads"]:
            found.append("audit trail: other heads")
        found += [f for f in audit["faults"] if f not in manifest["audit"]["faults"]]
        files = [name.removeprefix(DOCUMENTS) for name in _documents_in(archive)]
        found += [f"document {one}: no file" for one in files if not current_store().has(one)]
    return found


def _documents_in(archive: ArchiveReader) -> list[str]:
    return [
        name
        for name in archive.names
        if name.startswith(DOCUMENTS) and _HASH.fullmatch(name.removeprefix(DOCUMENTS))
    ]


def _restore_documents(archive: ArchiveReader, written: list[str], tell: Tell) -> None:
    store = current_store()
    names = _documents_in(archive)
    for done, member in enumerate(names, start=1):
        name = member.removeprefix(DOCUMENTS)
        if not store.has(name):
            store.write(name, archive.chunks(member))
            written.append(name)
        tell("documents", done, len(names))


@contextmanager
def _nothing_kept_on_failure() -> Iterator[list[str]]:
    """Give the list of files to note down; when the block fails, take everything back."""
    written: list[str] = []
    before = _extensions()
    try:
        yield written
    except BaseException:
        for name in written:
            current_store().remove(name)
        _empty(before)
        raise


def _empty(extensions_before: set[str]) -> None:
    connection.close()  # whatever state it was in
    with transaction.atomic(), connection.cursor() as cursor:
        for query in (_RELATIONS, _TYPES, _ROUTINES):
            cursor.execute(query)
            for kind, name in cursor.fetchall():  # names come quoted from the server
                cursor.execute(f"DROP {kind} IF EXISTS {name} CASCADE")
        for name in sorted(_extensions() - extensions_before):
            cursor.execute(sql.SQL("DROP EXTENSION IF EXISTS {}").format(sql.Identifier(name)))


def _extensions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        return {row[0] for row in cursor.fetchall()}
