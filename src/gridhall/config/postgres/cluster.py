"""One cluster: its folders, its settings, its passwords, and what is known of its process."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from gridhall.config import home
from gridhall.config.errors import InstallationError
from gridhall.config.postgres.account import Account, give_to

ADMIN = "postgres"
PORT = 5432  # only names the socket file: the server listens on no network address
LONGEST_SOCKET_FOLDER = 85  # the system allows about 104 bytes for the whole socket path


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL cluster in one folder.

    ``account`` is the user the server runs as (None: the current one); ``programs`` the folder of
    its binaries; ``settings`` go to the server's command line.
    """

    root: Path
    programs: Path
    account: Account | None
    password: str = field(repr=False)
    settings: dict[str, str] = field(default_factory=dict)
    durable: bool = True

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.root / "data"

    @property
    def lock(self) -> Path:
        """The file that whoever starts or stops the server holds; beside the folder it guards."""
        return self.root.parent / home.POSTGRES_LOCK

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.root / "server.log"

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket; a short one elsewhere if this path is too long."""
        own = self.root / "socket"
        if len(os.fsencode(own)) <= LONGEST_SOCKET_FOLDER and not set(str(own)) & set(",'\"\\"):
            return own
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp")  # noqa: S108 - checked below
        if self.account is not None or len(os.fsencode(base)) > LONGEST_SOCKET_FOLDER - 30:
            base = Path("/tmp")  # noqa: S108
        return base / f"gridhall-{os.geteuid()}-{name}"

    def make_folders(self) -> None:
        """Create the folders, for the server's user alone. Raises InstallationError."""
        for folder in (self.root, self.socket_folder):
            if not folder.exists():
                folder.mkdir(mode=0o700, parents=folder is self.root)
                give_to(self.account, folder)
            owner = self.account.uid if self.account else os.geteuid()
            status = folder.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != owner or status.st_mode & 0o077:
                raise InstallationError(
                    f"{folder} must be a folder that only user {owner} may enter.",
                    f'Look who made it; if it is yours: chmod 700 "{folder}"',
                )


@dataclass(frozen=True)
class Postmaster:
    """A running server process, as its own pid file tells and the process list confirms."""

    pid: int
    ready: bool


def new_password() -> str:
    """Return a fresh random password."""
    return secrets.token_urlsafe(32)


def postmaster(cluster: Cluster) -> Postmaster | None:
    """Return the cluster's running server, or None.

    A pid file whose process is gone, or whose number now belongs to another program, is no server.
    """
    try:
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _serves(pid, cluster.data):
        return None
    return Postmaster(pid=pid, ready=len(lines) > 7 and lines[7].strip() == "ready")


def processes(cluster: Cluster) -> list[psutil.Process]:
    """Return every process that works in this cluster's data directory (server and its helpers)."""
    return [process for process in psutil.process_iter() if _serves(process.pid, cluster.data)]


def wait_until_gone(cluster: Cluster, seconds: float) -> bool:
    """Wait for the last of those processes. Returns whether all are gone."""
    end = time.monotonic() + seconds
    while processes(cluster):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def scratch_folder(prefix: str) -> Path:
    """Return a new short folder for a throw-away cluster."""
    base = "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108 - macOS's own is too long
    return Path(tempfile.mkdtemp(prefix=prefix, dir=base))


def _serves(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            if process.status() == psutil.STATUS_ZOMBIE or "postgres" not in process.name():
                return False
            return Path(process.cwd()) == data.resolve()
    except (psutil.Error, OSError):
        return False
