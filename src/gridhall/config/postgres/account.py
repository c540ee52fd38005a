"""Whom the server runs as. PostgreSQL refuses root, so root needs an unprivileged user for it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridhall.config.errors import InstallationError

NAME = "gridhall"
STAND_INS = ("postgres", "_postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An unprivileged user of this machine."""

    name: str
    uid: int
    gid: int


def server_account(existing: Path | None = None) -> Account | None:
    """Return the user to run the server as, or None for "as I am" (when we are not root).

    The owner of an ``existing`` data directory is kept. Else it is the system user ``gridhall``,
    made on the spot where the system can, or one of the usual unprivileged users.
    Raises InstallationError.
    """
    if os.geteuid() != 0:
        return None
    if existing is not None and existing.exists() and existing.stat().st_uid != 0:
        return _account(pwd.getpwuid(existing.stat().st_uid))
    for name in (NAME, *STAND_INS):
        if name == NAME and not _known(NAME):
            _add_user(NAME)
        if _known(name):
            return _account(pwd.getpwnam(name))
    raise InstallationError(
        "PostgreSQL does not run as root, and there is no unprivileged user for it.",
        f"Make one: useradd --system {NAME}",
    )


def run_as(account: Account | None) -> dict[str, Any]:
    """Return the keyword arguments with which subprocess starts a program as that user."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def give_to(account: Account | None, path: Path) -> None:
    """Make that user the owner of a folder or file that we have just made."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _add_user(name: str) -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return
    command = [useradd, "--system", "--user-group", "--no-create-home", "--shell"]
    command += ["/usr/sbin/nologin", "--comment", "GridHall database server", name]
    # Another process may be making the same user: what counts is whether it is there afterwards.
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)


def _known(name: str) -> bool:
    try:
        return pwd.getpwnam(name).pw_uid != 0
    except KeyError:
        return False


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
