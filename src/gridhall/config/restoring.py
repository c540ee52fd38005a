"""Restore a backup into an empty database and prove that what came back is what was saved.

The archive and the keys are checked before anything is written. The database comes back in one
transaction; when anything differs afterwards, database and document store are emptied again.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from gridhall.config import migrations, snapshots
from gridhall.config.archives import ArchiveReader, damaged
from gridhall.config.backups import DOCUMENTS, DUMP, Tell, document_hashes
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import tools
from gridhall.foundation.documents.selectors import path_of_hash

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
        differences = _differences(manifest, tell)
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
    for done, name in enumerate(documents, start=1):
        if archive.hash_of(name) != name.removeprefix(DOCUMENTS):
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


def _differences(manifest: dict[str, Any], tell: Tell) -> list[str]:
    """Name everything that is not as the manifest says."""
    found = []
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
        lost = set(manifest["documents"]["missing"])
        hashes = document_hashes()
        found += [f"document {h}: no file" for h in hashes if not (h in lost or _stored(h))]
    return found


def _documents_in(archive: ArchiveReader) -> list[str]:
    return [
        name
        for name in archive.names
        if name.startswith(DOCUMENTS) and _HASH.fullmatch(name.removeprefix(DOCUMENTS))
    ]


def _stored(name: str) -> bool:
    return path_of_hash(name).is_file()


def _restore_documents(archive: ArchiveReader, written: list[Path], tell: Tell) -> None:
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True, mode=0o700)
    names = _documents_in(archive)
    for done, name in enumerate(names, start=1):
        target = path_of_hash(name.removeprefix(DOCUMENTS))
        if not target.is_file():
            target.parent.mkdir(exist_ok=True, mode=0o700)
            _write(target, archive.chunks(name))
            written.append(target)
        tell("documents", done, len(names))


def _write(target: Path, chunks: Iterator[bytes]) -> None:
    handle, beside = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


@contextmanager
def _nothing_kept_on_failure() -> Iterator[list[Path]]:
    """Give the list of files to note down; when the block fails, take everything back."""
    written: list[Path] = []
    before = _extensions()
    try:
        yield written
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
            with suppress(OSError):
                path.parent.rmdir()
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
