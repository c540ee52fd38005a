"""The installation's own embedded server: its cluster, its role, its database."""

from __future__ import annotations

import json
import os
from pathlib import Path

import psycopg
from psycopg import sql

from gridhall.config import home
from gridhall.config.database import DATABASE_NAME, USER_NAME, connection_file
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import binaries, server
from gridhall.config.postgres.account import server_account
from gridhall.config.postgres.cluster import ADMIN, PORT, Cluster, new_password

ROOMY_SHARED_MEMORY = 256 * 1024 * 1024

# For two cores and a few gigabytes; a bigger house sets DATABASE_URL to a server of its own.
SETTINGS = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "80",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}


def cluster() -> Cluster:
    """Return the installation's cluster, making its password file if there is none yet.

    Raises InstallationError.
    """
    folder = home.ensure_data_folder()
    root = folder / "postgres"
    if (root / "data").exists() and not connection_file().exists():
        raise InstallationError(f"{connection_file()} is missing.", "Restore it from your backup.")
    account = server_account(root)
    return Cluster(
        root=root,
        programs=binaries.find(account, folder / "pg"),
        account=account,
        password=_passwords()["admin_password"],
        settings=SETTINGS | shared_memory_settings(),
    )


def start() -> bool:
    """Start or adopt the server and make sure role and database are there.

    Returns whether a server was started. Raises InstallationError.
    """
    own = cluster()
    started = server.start(own)
    content = _passwords()
    if content.get("host") != str(own.socket_folder):
        content["host"] = str(own.socket_folder)
        home.write_private(connection_file(), json.dumps(content, indent=2) + "\n")
    provision(own, user=USER_NAME, password=content["password"], database=DATABASE_NAME)
    return started


def stop() -> bool:
    """Stop the installation's server. Returns whether one was running."""
    if not (home.data_folder() / "postgres" / "data").exists():
        return False
    return server.stop(cluster())


def provision(own: Cluster, *, user: str, password: str, database: str) -> None:
    """Make the application's role and database if they are missing.

    The role is no superuser; it owns its database and may make others (for tests).
    """
    with admin_connection(own) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [user]).fetchone():
            command = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
            connection.execute(command.format(sql.Identifier(user), sql.Literal(password)))
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(known, [database]).fetchone():
            command = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(command.format(sql.Identifier(database), sql.Identifier(user)))


def admin_connection(own: Cluster) -> psycopg.Connection[tuple[object, ...]]:
    """Connect as the cluster's superuser, outside any transaction. Raises InstallationError."""
    try:
        return psycopg.connect(
            host=str(own.socket_folder),
            port=PORT,
            user=ADMIN,
            password=own.password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=10,
        )
    except psycopg.OperationalError as reason:
        raise InstallationError(
            f"The embedded server does not let us in: {reason}",
            f"Does {connection_file()} belong to this database? Restore both from one backup.",
        ) from reason


def shared_memory_settings() -> dict[str, str]:
    """Return what to set where the system offers little shared memory, as many containers do."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 - the system's own mount
    except OSError:
        return {}
    if room.f_frsize * room.f_blocks >= ROOMY_SHARED_MEMORY:
        return {}
    return {"dynamic_shared_memory_type": "mmap"}


def _passwords() -> dict[str, str]:
    path = connection_file()
    if not path.exists():
        _make_passwords(path)
    content: dict[str, str] = json.loads(home.read_private(path))
    return content


def _make_passwords(path: Path) -> None:
    home.make_private(path.parent)
    with home.locked(path.parent / ".lock"):
        if path.exists():
            return
        content = {
            "host": str(home.data_folder() / "postgres" / "socket"),
            "port": str(PORT),
            "database": DATABASE_NAME,
            "user": USER_NAME,
            "password": new_password(),
            "admin_password": new_password(),
        }
        home.write_private(path, json.dumps(content, indent=2) + "\n")
