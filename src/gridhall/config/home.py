"""The data folder of an installation: where it is, who owns it, what may be in it.

``GRIDHALL_HOME`` names it; else it is the user's data folder (Linux ``~/.local/share/gridhall``,
macOS ``~/Library/Application Support/gridhall``), and for root ``/var/lib/gridhall``.

Folders are made with narrow permissions. The permissions of a folder that is already there are
never changed: a wrong one is reported with the remedy.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from gridhall.config.errors import InstallationError

MARKER = ".gridhall-home"
ROOT_HOME = Path("/var/lib/gridhall")
POSTGRES_LOCK = "postgres.lock"


def data_folder() -> Path:
    """Return the data folder of this installation. Nothing is created."""
    named = os.environ.get("GRIDHALL_HOME")
    if named:
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        return ROOT_HOME
    return platformdirs.user_data_path("gridhall", appauthor=False)


def ensure_data_folder() -> Path:
    """Create the data folder if needed, mark it as ours and return it.

    A folder that holds other things and no mark of ours is refused. Raises InstallationError.
    """
    folder = data_folder()
    make_private(folder, traversable=os.geteuid() == 0)
    marker = folder / MARKER
    if not marker.exists():
        # another process may be writing the mark at this moment
        names = {path.name for path in folder.iterdir() if not path.name.startswith(f".{MARKER}.")}
        strangers = names - OWN_NAMES
        if strangers:
            raise InstallationError(
                f"{folder} is not a data folder of GridHall: it holds {sorted(strangers)[0]}.",
                "Set GRIDHALL_HOME to an empty or new folder.",
            )
        write_private(marker, json.dumps({"made_by": "gridhall", "format": 1}) + "\n")
    return folder


def make_private(folder: Path, *, traversable: bool = False) -> Path:
    """Create a folder that only its owner may read; ``traversable`` lets others pass through.

    Raises InstallationError when the system refuses.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o711 if traversable else 0o700, exist_ok=True)
    except OSError as reason:
        raise InstallationError(
            f"The folder {folder} cannot be made: {reason.strerror}.",
            "Set GRIDHALL_HOME to a folder you may write to.",
        ) from reason
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, at once: no reader meets half of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_private(path: Path) -> str:
    """Read a secret file, refusing one that others may read. Raises InstallationError."""
    mode = path.stat().st_mode
    if mode & 0o077:
        raise InstallationError(
            f"Others may read the secret file {path} (mode {mode & 0o777:o}).",
            f'Consider it known to others, then: chmod 600 "{path}"',
        )
    return path.read_text(encoding="utf-8")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file, waiting for another process that holds it. It ends with its process."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


# Every name that GridHall makes directly in the data folder; `clean-demo` removes only these.
OWN_NAMES = frozenset(
    {
        MARKER,
        POSTGRES_LOCK,
        "secrets",
        "postgres",
        "pg",
        "run",
        "log",
        "static",
        "documents",
        "stamps",
        "audit",
    }
)
