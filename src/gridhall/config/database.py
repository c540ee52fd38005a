"""Which PostgreSQL server GridHall uses: the one of ``DATABASE_URL``, else the embedded one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from gridhall.config import home
from gridhall.config.errors import InstallationError

DATABASE_NAME = "gridhall"
USER_NAME = "gridhall"
KEEP_CONNECTION_SECONDS = 60
CONNECT_TIMEOUT_SECONDS = 10
#: Set by the web server: how many connections one process may share among its requests. There
#: each request runs in a thread of its own, so a connection kept by a thread would be lost.
POOL = "GRIDHALL_POOL"


def data_folder() -> Path:
    """Return the data folder of this installation. Nothing is created."""
    return home.data_folder()


def connection_file() -> Path:
    """Return where the embedded server's address and password are kept (mode 0600)."""
    return home.data_folder() / "secrets" / "database.json"


def is_external() -> bool:
    """Say whether ``DATABASE_URL`` names a server that is not ours to start or stop."""
    return bool(os.environ.get("DATABASE_URL"))


def database_settings() -> dict[str, Any]:
    """Return Django's ``DATABASES["default"]``. Raises InstallationError.

    Before the embedded server was first started its file is missing; then the settings name the
    socket folder and no password, so that commands without a database still work.
    """
    url = os.environ.get("DATABASE_URL")
    address = parse_url(url) if url else _embedded_address()
    options = {"connect_timeout": CONNECT_TIMEOUT_SECONDS, **address.pop("OPTIONS", {})}
    pooled = POOL in os.environ
    if pooled:
        options["pool"] = {"min_size": 2, "max_size": int(os.environ[POOL]), "timeout": 15}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0 if pooled else KEEP_CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        **address,
        # Server-side binding would make PostgreSQL guess the types of parameters.
        "OPTIONS": {"server_side_binding": False, **options},
    }


def parse_url(url: str) -> dict[str, Any]:
    """Read ``postgresql://user:password@host:port/name?sslmode=…``.

    A socket folder goes in ``?host=/folder`` (or percent-encoded in the host's place).
    Raises InstallationError; the message never shows the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as reason:
        raise InstallationError("DATABASE_URL has no readable port.", _URL_FORM) from reason
    if parts.scheme not in {"postgres", "postgresql"}:
        raise InstallationError(f"DATABASE_URL is of the kind {parts.scheme!r}.", _URL_FORM)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise InstallationError("DATABASE_URL names no database.", _URL_FORM)
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
    }


_URL_FORM = "Use postgresql://user:password@host:5432/database"


def _embedded_address() -> dict[str, Any]:
    path = connection_file()
    if not path.exists():
        return {
            "NAME": DATABASE_NAME,
            "USER": USER_NAME,
            "PASSWORD": "",
            "HOST": str(home.data_folder() / "postgres" / "socket"),
            "PORT": "5432",
        }
    try:
        content = json.loads(home.read_private(path))
        return {
            "NAME": content["database"],
            "USER": content["user"],
            "PASSWORD": content["password"],
            "HOST": content["host"],
            "PORT": str(content["port"]),
        }
    except (ValueError, KeyError) as reason:
        raise InstallationError(
            f"{path} is not readable.", "Restore it from your backup."
        ) from reason
