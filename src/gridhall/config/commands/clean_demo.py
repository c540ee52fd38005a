"""`gridhall clean-demo`: start over."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from gridhall.config import database, home, secrets
from gridhall.config.commands.stop import stop_all
from gridhall.config.errors import InstallationError
from gridhall.config.terminal import console, emit, json_option


@click.command("clean-demo", short_help="Stop the demo and remove its data.")
@click.option("--yes", is_flag=True, help="Do not ask; needed where nobody can answer.")
@json_option
def command(yes: bool, as_json: bool) -> None:
    """Stop the demo and remove its data folder, but only what GridHall itself made there.

    A folder without GridHall's mark is refused, so is one of a production installation. A server
    named by DATABASE_URL is not ours: its data stays.

    \b
    Examples:
      gridhall clean-demo
      GRIDHALL_HOME=/tmp/try gridhall clean-demo --yes
    """
    folder = home.data_folder()
    if not folder.exists():
        _tell(as_json, folder, removed=False)
        return
    _refuse_strangers(folder)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError(f"Nobody can be asked here. To remove {folder}, add --yes.")
        click.confirm(f"Remove the database and all files of the demo in {folder}?", abort=True)
    stop_all()
    remove(folder)
    _tell(as_json, folder, removed=True)


def remove(folder: Path) -> None:
    """Remove what GridHall made in the folder; the folder itself only if it is empty then."""
    _refuse_strangers(folder)
    for name in sorted(home.OWN_NAMES - {home.MARKER}):
        path = folder / name
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.exists():
            shutil.rmtree(path)
    (folder / home.MARKER).unlink()  # last: a killed removal can be repeated
    if not any(folder.iterdir()):
        folder.rmdir()


def _refuse_strangers(folder: Path) -> None:
    if secrets.environment() == "production":
        raise InstallationError(
            "This is a production installation (GRIDHALL_ENV=production).",
            "clean-demo removes demos only.",
        )
    marker = folder / home.MARKER
    if folder.is_symlink() or not marker.is_file():
        raise InstallationError(
            f"{folder} has no mark of GridHall ({home.MARKER}); nothing was removed.",
            "Check GRIDHALL_HOME.",
        )
    if folder.stat().st_uid != os.geteuid() and os.geteuid() != 0:
        raise InstallationError(
            f"{folder} belongs to another user.", "Run clean-demo as the user who ran demo."
        )


def _tell(as_json: bool, folder: Path, *, removed: bool) -> None:
    if as_json:
        emit({"folder": str(folder), "removed": removed, "external": database.is_external()})
        return
    console.print(f"removed {folder}" if removed else f"nothing to remove: no {folder}")
    if database.is_external():
        console.print("the server of DATABASE_URL was left alone")
