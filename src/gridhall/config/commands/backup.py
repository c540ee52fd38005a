"""`gridhall backup`: the database and the documents of one moment in one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    progress,
    setup_django,
    telling,
)

if TYPE_CHECKING:
    from gridhall.config.backups import Backup


@click.command("backup", short_help="Save database and documents in one file.")
@click.argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option("--with-secrets", is_flag=True, help="Put the keys in, too. They belong elsewhere.")
@json_option
def command(target: Path, with_secrets: bool, as_json: bool) -> None:
    """Save the database and the documents of one moment in one file, while people work.

    The file appears when it is whole, readable by its owner alone; nothing is overwritten. The keys
    of personal fields are NOT in it: keep secrets/keyring.json and secrets/secret_key of the data
    folder in another place, for without them no name can be read again, and who has both can read
    every name. Documents are in the file as they were stored, not encrypted.

    \b
    Examples:
      gridhall backup /srv/backup/                     named by the time
      gridhall backup before-upgrade.tar --json
      gridhall backup everything.tar --with-secrets    guard this file like a key
    """
    ensure_database()
    setup_django()
    from django.utils import timezone

    from gridhall.config import backups, traces

    at = timezone.localtime()
    file = backups.file_for(target, at=at)
    with progress(quiet=as_json) as bar:
        made = backups.make(file, at=at, with_secrets=with_secrets, tell=telling(bar))
    traces.leave(
        "backup.made", label=made.file.name, at=at,
        changes={"rows": made.rows, "bytes": made.size, "documents": made.documents,
                 "with_secrets": with_secrets},
    )  # fmt: skip
    _warn(made, with_secrets=with_secrets)
    if as_json:
        emit({**asdict(made), "with_secrets": with_secrets})
        return
    console.print(
        f"{made.file}: {made.size / 1e6:.1f} MB, {made.tables} tables, {made.rows} rows, "
        f"{made.documents} documents"
    )


def _warn(made: Backup, *, with_secrets: bool) -> None:
    if with_secrets:
        console.print("[bold yellow]![/] The keys are in this file: guard it like a key.")
    else:
        console.print("The keys are not in this file: keep the folder secrets in another place.")
    for name in made.missing:
        console.print(f"[bold yellow]![/] document {name}: its file is gone or altered")
    for fault in made.audit_faults:
        console.print(f"[bold yellow]![/] audit trail: {fault}")
