"""The keys of an installation: Django's secret key and the keyring for personal fields.

From the environment (``GRIDHALL_SECRET_KEY``, ``GRIDHALL_KEYRING``) or from files with mode 0600 in
``<data folder>/secrets``, made at the first start. In production (``GRIDHALL_ENV=production``)
nothing is made up: a missing secret is an error. ``GRIDHALL_ENV=check`` (linters, type checks) uses
fixed values and touches nothing.

``GRIDHALL_KEYRING`` and the file ``keyring.json`` have one form; keys are 32 bytes in base64::

    {"active": "k1", "keys": {"k1": "…"}, "index_key": "…"}

A new key is added beside the old ones and made active; old keys stay, so old rows can be read.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets as random_source
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gridhall.config import home
from gridhall.config.errors import InstallationError

KEY_BYTES = 32
SECRET_KEY_FILE = "secret_key"  # noqa: S105 - a file name
KEYRING_FILE = "keyring.json"


@dataclass(frozen=True)
class Keyring:
    """The keys for personal fields.

    ``keys`` encrypt and decrypt, new values under ``active_id``; ``index_key`` makes the blind
    index that lets an encrypted field be searched, and cannot be changed without rebuilding it.
    """

    active_id: str
    keys: dict[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)


def secret_key() -> str:
    """Return Django's SECRET_KEY. Raises InstallationError."""
    if environment() == "check":
        return "check-" + "0" * 60
    return os.environ.get("GRIDHALL_SECRET_KEY") or _from_file(
        SECRET_KEY_FILE, "GRIDHALL_SECRET_KEY", lambda: random_source.token_urlsafe(64)
    )


def keyring() -> Keyring:
    """Return the keys for personal fields. Raises InstallationError."""
    if environment() == "check":
        return Keyring(
            active_id="check", keys={"check": bytes(KEY_BYTES)}, index_key=bytes(KEY_BYTES)
        )
    text = os.environ.get("GRIDHALL_KEYRING") or _from_file(
        KEYRING_FILE, "GRIDHALL_KEYRING", new_keyring
    )
    return parse_keyring(text)


def environment() -> str:
    """Return ``demo`` (default), ``production`` or ``check``. Raises InstallationError."""
    name = os.environ.get("GRIDHALL_ENV", "demo")
    if name not in {"demo", "production", "check"}:
        raise InstallationError(
            f"GRIDHALL_ENV is {name!r}.",
            "Use demo, production or check, or leave it unset for demo.",
        )
    return name


def new_keyring() -> str:
    """Return a fresh keyring as JSON text."""

    def key() -> str:
        return base64.b64encode(random_source.token_bytes(KEY_BYTES)).decode()

    return json.dumps({"active": "k1", "keys": {"k1": key()}, "index_key": key()}, indent=2) + "\n"


def parse_keyring(text: str) -> Keyring:
    """Read a keyring from its JSON text. Raises InstallationError; never shows a key."""
    try:
        content = json.loads(text)
        keys = {
            str(name): base64.b64decode(value, validate=True)
            for name, value in content["keys"].items()
        }
        ring = Keyring(
            active_id=str(content["active"]),
            keys=keys,
            index_key=base64.b64decode(content["index_key"], validate=True),
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        ring = None
    if ring is None or ring.active_id not in ring.keys:
        raise InstallationError("The keyring is not readable.", _FORM)
    if any(len(key) != KEY_BYTES for key in (*ring.keys.values(), ring.index_key)):
        raise InstallationError(f"A key of the keyring is not {KEY_BYTES} bytes long.", _FORM)
    return ring


_FORM = 'It must be JSON: {"active": "k1", "keys": {"k1": "<base64>"}, "index_key": "<base64>"}.'


def secret_files() -> list[Path]:
    """Return where the secret files of this installation belong, whether they exist or not."""
    folder = home.data_folder() / "secrets"
    return [folder / SECRET_KEY_FILE, folder / KEYRING_FILE]


def _from_file(name: str, variable: str, make: Callable[[], str]) -> str:
    path = home.data_folder() / "secrets" / name
    if not path.exists():
        if environment() == "production":
            raise InstallationError(
                f"There is no {variable} in the environment and no file {path}.",
                "Production never makes up a secret: restore the file from your backup, "
                "or set the variable.",
            )
        _make_once(path, make)
    return home.read_private(path).strip()


def _make_once(path: Path, make: Callable[[], str]) -> None:
    home.ensure_data_folder()
    home.make_private(path.parent)
    with home.locked(path.parent / ".lock"):
        if not path.exists():
            home.write_private(path, make())
