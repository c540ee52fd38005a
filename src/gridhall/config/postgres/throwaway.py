"""A server for tests: in a temporary folder, fast instead of durable, gone afterwards.

Making one costs nothing; the server starts when somebody first needs it. Its folder names the
process it belongs to: when that process is gone, whoever comes next removes the leftovers.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from gridhall.config import home
from gridhall.config.postgres import binaries, embedded, server
from gridhall.config.postgres.account import server_account
from gridhall.config.postgres.cluster import Cluster, new_password, scratch_folder

PREFIX = "gridhall-test-"
OWNER_FILE = "owner.json"
ROLE = "tester"
DATABASE = "gridhall"

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "1h",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Throwaway:
    """One throw-away server and its folder."""

    folder: Path
    cluster: Cluster

    def url(self, database: str = DATABASE) -> str:
        """Return the DATABASE_URL of one of its databases."""
        host = quote(str(self.cluster.socket_folder), safe="")
        return f"postgresql://{ROLE}:{quote(self.cluster.password, safe='')}@{host}/{database}"

    def start(self) -> None:
        """Start the server unless it runs, with a role that is no superuser and one database."""
        # workers start at once: the second must not go on before the role is there
        with home.locked(self.folder / "start.lock"):
            if server.start(self.cluster):
                own = self.cluster
                embedded.provision(own, user=ROLE, password=own.password, database=DATABASE)

    def remove(self) -> None:
        """Stop the server and remove everything."""
        server.stop(self.cluster)
        shutil.rmtree(self.folder, ignore_errors=True)


def create() -> Throwaway:
    """Prepare a throw-away server for this process, after removing what dead ones left."""
    clean_leftovers()
    folder = scratch_folder(PREFIX)
    if os.geteuid() == 0:
        folder.chmod(0o711)  # ours, made just now: the server's user must pass through
    me = psutil.Process()
    owner = {"pid": me.pid, "started": me.create_time(), "password": new_password()}
    home.write_private(folder / OWNER_FILE, json.dumps(owner))
    return load(folder)


def load(folder: Path) -> Throwaway:
    """Return the throw-away server of that folder (a parallel test worker joins its parent's)."""
    owner = json.loads(home.read_private(folder / OWNER_FILE))
    root = folder / "postgres"
    account = server_account(root)
    cluster = Cluster(
        root=root,
        programs=binaries.find(account, _copies()),
        account=account,
        password=owner["password"],
        settings=SETTINGS | embedded.shared_memory_settings(),
        durable=False,
    )
    return Throwaway(folder=folder, cluster=cluster)


def clean_leftovers() -> list[Path]:
    """Remove the servers of test runs that were killed. Returns the folders removed."""
    removed = []
    base = scratch_base()
    for folder in sorted(base.glob(f"{PREFIX}*")):
        if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
            continue
        if not (folder / OWNER_FILE).exists() or _owner_lives(folder / OWNER_FILE):
            continue
        load(folder).remove()
        removed.append(folder)
    return removed


def scratch_base() -> Path:
    """Return where the folders of throw-away servers are made."""
    probe = scratch_folder(".gridhall-probe-")
    probe.rmdir()
    return probe.parent


def _owner_lives(path: Path) -> bool:
    owner = json.loads(home.read_private(path))
    try:
        return bool(abs(psutil.Process(owner["pid"]).create_time() - owner["started"]) < 1)
    except psutil.Error:
        return False


def _copies() -> Path:
    """Return where programs may be copied for root; shared by all test runs of this machine."""
    return (home.ROOT_HOME if os.geteuid() == 0 else home.data_folder()) / "pg"
