"""The data folder: who owns it, who may read it, how much room is left, the secrets."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from gridhall.config import database, home, secrets
from gridhall.config.diagnosis.finding import Finding, broken, ok, warning
from gridhall.config.errors import InstallationError

SCARCE_BYTES = 2 * 1024**3
TOO_LITTLE_BYTES = 300 * 1024**2
SUBJECT = "data folder"


def findings() -> Iterator[Finding]:
    """Yield what can be told from the files alone."""
    folder = home.data_folder()
    yield _folder(folder)
    yield _disk(folder)
    yield _secrets()


def _folder(folder: Path) -> Finding:
    if not folder.exists():
        return ok(SUBJECT, f"{folder}: not made yet; the first start makes it")
    status = folder.stat()
    if status.st_uid != os.geteuid():
        owner = pwd.getpwuid(status.st_uid).pw_name
        return broken(SUBJECT, f"{folder} belongs to {owner}", f"Run gridhall as {owner}.")
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return broken(SUBJECT, f"others may write to {folder}", f'chmod go-w "{folder}"')
    if not (folder / home.MARKER).exists():
        return broken(SUBJECT, f"{folder} has no mark of GridHall", "Check GRIDHALL_HOME.")
    wrong = _wrong_postgres_folder(folder / "postgres" / "data")
    return wrong or ok(SUBJECT, str(folder))


def _wrong_postgres_folder(data: Path) -> Finding | None:
    try:
        status = data.stat()
    except OSError:
        return None  # no embedded server was ever started
    if status.st_mode & 0o077:
        return broken(SUBJECT, f"others may enter {data}", f'chmod 700 "{data}"')
    if os.geteuid() == 0 and status.st_uid == 0:
        return broken(
            SUBJECT,
            f"{data} belongs to root, as whom PostgreSQL does not run",
            f'chown -R gridhall: "{data.parent}"',
        )
    return None


def _disk(folder: Path) -> Finding:
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    text = f"{free / 1024**3:.1f} GB free"
    if free < TOO_LITTLE_BYTES:
        return broken("disk", text, f"Make room on the disk of {place}.")
    if free < SCARCE_BYTES:
        return warning("disk", text, f"Make room on the disk of {place}.")
    return ok("disk", text)


def _secrets() -> Finding:
    variables = ("GRIDHALL_SECRET_KEY", "GRIDHALL_KEYRING")
    files = [
        path
        for path, name in zip(secrets.secret_files(), variables, strict=True)
        if not os.environ.get(name)
    ]
    if not database.is_external():
        files.append(database.connection_file())
    missing = [path.name for path in files if not path.exists()]
    started = (home.data_folder() / home.MARKER).exists()
    if missing and secrets.environment() == "production":
        return broken("secrets", f"missing: {', '.join(missing)}", "Restore them from your backup.")
    if missing and started and (home.data_folder() / "postgres" / "data").exists():
        return broken("secrets", f"missing: {', '.join(missing)}", "Restore them from your backup.")
    try:
        for path in files:
            if path.exists():
                home.read_private(path)
        if not missing:
            secrets.keyring()
    except InstallationError as reason:
        return broken("secrets", reason.problem, reason.remedy)
    return ok("secrets", "made at the first start" if missing else "there, for the owner only")
