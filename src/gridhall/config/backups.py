"""Make a backup: one archive of one moment, with what is needed to prove a restore of it.

In the archive: the database (pg_dump's custom format), the files of the document store as they lie
there (sealed, whatever the store is), and a manifest with the row count and the hash of every table
and the heads of the audit chains. The keys of personal fields are not in it unless asked for: who
has both can read every name.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from gridhall.config import secrets, snapshots
from gridhall.config.archives import ArchiveWriter, already_there, appearing
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import tools
from gridhall.foundation.documents import selectors as documents
from gridhall.foundation.documents.storage import current_store

DUMP = "database.dump"
DOCUMENTS = "documents/"
SECRETS = "secrets/"
SECRET_VARIABLES = {
    secrets.SECRET_KEY_FILE: "GRIDHALL_SECRET_KEY",
    secrets.KEYRING_FILE: "GRIDHALL_KEYRING",
}
Tell = Callable[[str, int, int], None]  # what is done, how much of it, of how much


@dataclass
class Backup:
    """A backup that was made. ``missing`` are documents whose file is gone or altered."""

    file: Path
    size: int = 0
    tables: int = 0
    rows: int = 0
    documents: int = 0
    missing: list[str] = field(default_factory=list)
    audit_faults: list[str] = field(default_factory=list)


def file_for(target: Path, *, at: datetime) -> Path:
    """Return the file to write: ``target``, or a file named by the time in that folder.

    Raises InstallationError when it is there already.
    """
    if target.is_dir():
        target = target / f"gridhall-{at:%Y%m%d-%H%M%S}.tar"
    if target.exists():
        raise already_there(target)
    return target.absolute()


def make(file: Path, *, at: datetime, with_secrets: bool, tell: Tell) -> Backup:
    """Write the backup of this moment; whoever works meanwhile is not held up.

    Raises InstallationError; then there is no file.
    """
    made = Backup(file=file)
    with appearing(file) as raw, transaction.atomic():
        archive = ArchiveWriter(raw)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        tools.require_tools_for(connection.connection.info.server_version)
        if not snapshots.table_names():
            raise InstallationError("The database is empty.", "There is nothing to back up.")
        manifest = _facts(at) | {"tables": _digests(made, tell)}
        tell("database", 0, 1)
        dumped = archive.add(DUMP, tools.dump(connection.settings_dict, snapshot=snapshot))
        tell("database", 1, 1)
        manifest["dump"] = dumped.sha256
        manifest["documents"] = _add_documents(archive, made, tell)
        manifest["secrets"] = _add_secrets(archive) if with_secrets else {}
        manifest["audit"] = snapshots.audit_state()
        made.audit_faults = manifest["audit"]["faults"]
        archive.finish(manifest)
        made.size = raw.tell()
    return made


def _facts(at: datetime) -> dict[str, Any]:
    version = connection.connection.info.server_version
    return {
        "format": 1,
        "gridhall": importlib.metadata.version("gridhall"),
        "taken_at": at.isoformat(),
        "postgresql": f"{version // 10000}.{version % 10000}",
        "migrations": snapshots.applied_migrations(),
        "keys": snapshots.key_probe(),
    }


def _digests(made: Backup, tell: Tell) -> dict[str, Any]:
    names = snapshots.table_names()
    digests = {}
    for done, name in enumerate(names, start=1):
        digests[name] = snapshots.table_digest(name)
        tell("tables", done, len(names))
    made.tables, made.rows = len(names), sum(one["rows"] for one in digests.values())
    return digests


def _add_documents(archive: ArchiveWriter, made: Backup, tell: Tell) -> dict[str, Any]:
    needed = {documents.blob_of(one): one for one in documents.stored_documents()}
    hashes: dict[str, str] = {}
    for done, (name, document) in enumerate(sorted(needed.items()), start=1):
        if documents.is_sound(document):
            member = archive.add(f"{DOCUMENTS}{name}", current_store().read(name))
            hashes[name] = member.sha256
        else:
            made.missing.append(name)
        tell("documents", done, len(needed))
    made.documents = len(hashes)
    return {"files": made.documents, "missing": made.missing, "hashes": hashes}


def _add_secrets(archive: ArchiveWriter) -> dict[str, str]:
    kept = {}
    for path in secrets.secret_files():
        text = os.environ.get(SECRET_VARIABLES[path.name]) or path.read_text(encoding="utf-8")
        kept[path.name] = archive.add(f"{SECRETS}{path.name}", [text.encode()]).sha256
    return kept
