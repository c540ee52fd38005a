"""`gridhall restore`: bring a backup back into an empty database, and prove it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from gridhall.config import home, secrets
from gridhall.config.archives import ArchiveReader, damaged
from gridhall.config.errors import InstallationError
from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    progress,
    setup_django,
    telling,
)


@click.command("restore", short_help="Bring a backup back into an empty database.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--with-secrets", is_flag=True, help="Take the keys from the backup, too.")
@click.option(
    "--erasures", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The list of erased persons; by default secrets/erasures.jsonl of the data folder.",
)  # fmt: skip
@json_option
def command(file: Path, with_secrets: bool, erasures: Path | None, as_json: bool) -> None:
    """Bring a backup back into an EMPTY database and prove that it is what was saved.

    Who asked for erasure after the backup was made is erased again, by the list outside of it.

    The archive and the keys are checked first. Then every table's rows and hash, the audit chains
    and the documents are compared with the backup, and later migrations are applied. When anything
    differs it is named, the exit code is 1, and the database is empty again.

    \b
    Examples:
      GRIDHALL_HOME=/srv/drill gridhall restore gridhall-20261121-020000.tar
      DATABASE_URL=postgresql://hall@db/empty gridhall restore before-upgrade.tar --json
      gridhall restore everything.tar --with-secrets
    """
    archive = ArchiveReader(file)
    try:
        with _keys(archive, from_backup=with_secrets):
            _restore(archive, erasures, as_json)
    finally:
        archive.close()


def _restore(archive: ArchiveReader, erasures: Path | None, as_json: bool) -> None:
    ensure_database()
    setup_django()
    from django.utils import timezone

    from gridhall.config import restoring, traces

    try:
        with progress(quiet=as_json) as bar:
            done = restoring.restore(archive, tell=telling(bar))
    except restoring.RestoreDiffers as reason:
        if as_json:
            emit({"restored": False, "differences": reason.differences})
        raise
    traces.leave(
        "backup.restored", label=archive.path.name, at=timezone.now(),
        changes={"taken_at": done.taken_at, "rows": done.rows, "documents": done.documents,
                 "migrations": len(done.migrated)},
    )  # fmt: skip
    for name in done.documents_missing:
        console.print(f"[bold yellow]![/] document {name}: had no file when the backup was made")
    for fault in done.old_faults:
        console.print(f"[bold yellow]![/] audit trail, already when the backup was made: {fault}")
    again = _erase_again(erasures)
    if as_json:
        emit({"restored": True, **asdict(done), "erased_again": again["erased"]})
        return
    if again["erased"]:
        console.print(f"{len(again['erased'])} persons erased again: {', '.join(again['erased'])}")
    elif not again["listed"]:
        console.print(
            "No list of erased persons here: if somebody was erased after this backup, run "
            "gridhall restore with --erasures, or gridhall erase-again FILE."
        )
    console.print(
        f"restored and proven: {done.tables} tables, {done.rows} rows, {done.documents} documents "
        f"as of {done.taken_at}; {len(done.migrated)} migrations applied"
    )


def _erase_again(file: Path | None) -> dict[str, Any]:
    """Erase anew whom the list outside the backup names; the proof of the restore comes first."""
    from django.conf import settings
    from django.utils import timezone

    from gridhall.foundation.personal_data import services

    done = services.erase_again(at=timezone.now(), file=file)
    services.write_erasure_list()
    return {**done, "listed": bool(file) or settings.GRIDHALL_ERASURE_LIST.exists()}


@contextmanager
def _keys(archive: ArchiveReader, *, from_backup: bool) -> Iterator[None]:
    """Have the keys in place before the settings are read; keys made up now would open nothing."""
    written = []
    try:
        if from_backup:
            for path in secrets.secret_files():
                if _place(archive, path):
                    written.append(path)
        keyring = next(p for p in secrets.secret_files() if p.name == secrets.KEYRING_FILE)
        if not (os.environ.get("GRIDHALL_KEYRING") or keyring.exists()):
            raise InstallationError(
                f"There are no keys here ({keyring}); new ones would open nothing.",
                "Put the secrets of the backup's time there, or set GRIDHALL_KEYRING; if they "
                "are in the backup, add --with-secrets.",
            )
        yield
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _place(archive: ArchiveReader, path: Path) -> bool:
    """Write one secret of the backup to its place. Returns whether it was not there."""
    name = f"secrets/{path.name}"
    if name not in archive.names:
        raise InstallationError(
            "The backup holds no secrets.", "Leave out --with-secrets and put the keys in place."
        )
    content = b"".join(archive.chunks(name))
    if sha256(content).hexdigest() != archive.manifest["secrets"].get(path.name):
        raise damaged(archive.path, f"{name} is not what was saved")
    if path.exists():
        if home.read_private(path).strip() == content.decode().strip():
            return False
        raise InstallationError(f"{path} is already there and another one.", "Move it away first.")
    home.ensure_data_folder()
    home.make_private(path.parent)
    home.write_private(path, content.decode())
    return True
