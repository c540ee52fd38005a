"""`gridhall audit`: prove that nobody changed the audit trail, archive what is old."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gridhall.config.errors import InstallationError
from gridhall.config.terminal import console, emit, ensure_database, json_option, setup_django


@click.group("audit", short_help="Prove that nobody changed the audit trail; archive old entries.")
def command() -> None:
    """Check the chains of the audit trail, note their heads down elsewhere, archive old entries.

    \b
    Examples:
      gridhall audit verify
      gridhall audit heads --to /mnt/other-machine/heads.jsonl
      gridhall audit verify --heads /mnt/other-machine/heads.jsonl --with-archive
      gridhall audit archive
    """


FOLDER = click.Path(file_okay=False, path_type=Path)


@command.command("verify")
@click.option(
    "--heads", "kept", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Heads noted down earlier: finds rows cut off at the end, too.",
)  # fmt: skip
@click.option("--with-archive", is_flag=True, help="Read the files of archived rows, too.")
@click.option(
    "--archive-folder", type=FOLDER, help="Where they are [default: GRIDHALL_AUDIT_ARCHIVE_FOLDER]."
)
@json_option
def verify(
    kept: Path | None, with_archive: bool, archive_folder: Path | None, as_json: bool
) -> None:
    """Walk every chain; exit 1 and name each row that was altered, removed or put elsewhere."""
    noted = _read_heads(kept) if kept else []
    _prepare()
    from gridhall.foundation.audit import selectors as audit

    folder = archive_folder or _archive_folder() if with_archive or archive_folder else None
    faults = [
        *audit.broken_links(),
        *audit.lost_heads((audit.Head(**head) for head in noted), archive=folder),
        *(audit.archive_faults(folder) if folder else ()),
    ]
    archived = sum(made.rows for made in audit.archives_made())
    if as_json:
        emit(
            {"sound": not faults, "rows": audit.count(), "archived": archived,
             "archive_read": folder is not None, "faults": faults}
        )  # fmt: skip
    else:
        for fault in faults:
            console.print(f"[bold red]✗[/] {fault}")
        state = f"{len(faults)} faults" if faults else "sound"
        console.print(f"{audit.count()} rows and {archived} archived, {state}")
        if archived and folder is None:
            console.print("The archive’s files were not read: add --with-archive.")
    if faults:
        raise SystemExit(1)


@command.command("heads")
@click.option(
    "--to", "file", type=click.Path(dir_okay=False, path_type=Path),
    help="Append them to this file as one line, and have it on the disk.",
)  # fmt: skip
def heads(file: Path | None) -> None:
    """Print the newest row of every chain as JSON, to be kept on another machine."""
    _prepare()
    from django.utils import timezone

    from gridhall.foundation.audit import selectors as audit
    from gridhall.foundation.audit import services

    if file is None:
        emit([asdict(head) for head in audit.heads()])
    else:
        count = services.note_heads(file=file, at=timezone.now())
        console.print(f"{count} heads noted down in {file}")


@command.command("archive")
@click.option(
    "--before", type=click.DateTime(formats=["%Y-%m"]), metavar="YYYY-MM",
    help="Only months before this one; never younger ones than must stay at hand.",
)  # fmt: skip
@click.option("--to", "folder", type=FOLDER, help="[default: GRIDHALL_AUDIT_ARCHIVE_FOLDER]")
@json_option
def archive(before: datetime | None, folder: Path | None, as_json: bool) -> None:
    """Move old entries to one sealed file a month; what is at hand and the files stay one chain.

    Copy the files to a second place before you rely on them: the table does not have these rows
    any more. The job audit.archive does the same every month.
    """
    _prepare()
    from django.utils import timezone

    from gridhall.foundation.audit import services

    made = services.archive_before(
        before=before.date() if before else None, folder=folder or _archive_folder(),
        at=timezone.now(), actor_id=None,
    )  # fmt: skip
    if as_json:
        emit([{"file": one.file_name, "rows": one.rows, "sha256": one.sha256} for one in made])
        return
    for one in made:
        console.print(f"{one.file_name}: {one.rows} rows, sha256 {one.sha256}")
    if not made:
        console.print("nothing is old enough")


def _archive_folder() -> Path:
    from django.conf import settings

    return Path(settings.GRIDHALL_AUDIT_ARCHIVE_FOLDER)


def _prepare() -> None:
    ensure_database()
    setup_django()


def _read_heads(path: Path) -> list[dict[str, Any]]:
    """Return the heads of a file: one list, or the lines of `heads --to`, all of them."""
    try:
        text = path.read_text(encoding="utf-8")
        if text.lstrip().startswith("["):
            content = json.loads(text)
        else:
            lines = [json.loads(line) for line in text.splitlines() if line.strip()]
            content = [head for line in lines for head in line["heads"]]
        return [{name: head[name] for name in ("chain", "sequence", "digest")} for head in content]
    except (ValueError, TypeError, KeyError) as reason:
        raise InstallationError(
            f"{path} is no list of heads.", "Make one with: gridhall audit heads --to FILE"
        ) from reason
