"""The keys of an installation: Django's secret key and the keyring for personal fields.

From the environment (``GRIDHALL_SECRET_KEY``, ``GRIDHALL_KEYRING``) or from files with mode 0600 in
``<data folder>/secrets``, made at the first start. In production (``GRIDHALL_ENV=production``)
nothing is made up: a missing secret is an error. ``GRIDHALL_ENV=check`` (linters, type checks) uses
fixed values and touches nothing.

``GRIDHALL_KEYRING`` and the file ``keyring.json`` have one form; keys are 32 bytes in base64::

    {"active": "k1", "keys": {"k1": "…"}, "index_key": "…"}

A new key is added beside the old ones and made active (`gridhall keys`); old keys stay until no
value needs them. A running process reads the file again when it changed.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets as random_source
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gridhall.config import home
from gridhall.config.errors import InstallationError

KEY_BYTES = 32
LONGEST_KEY_ID = 31  # its length stands in five bits of every stored value
SECRET_KEY_FILE = "secret_key"  # noqa: S105 - a file name
KEYRING_FILE = "keyring.json"
CIPHERS = ("AES-256-GCM", "SM4-GCM")
LOOK_EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class Keyring:
    """The keys for personal fields.

    ``keys`` encrypt and decrypt, new values under ``active_id``; ``index_key`` makes the blind
    index that lets an encrypted field be searched, and cannot be changed without rebuilding it.
    """

    active_id: str
    keys: dict[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)


class LiveKeyring:
    """The keyring of a running process: it is read again when its file changed.

    The file is looked at once a second; ``refresh`` looks at once. A file that cannot be read at
    that moment changes nothing: the keys known so far stay in use.
    """

    def __init__(self, path: Path | None, ring: Keyring) -> None:
        self._path, self._ring = path, ring
        self._stamp, self._looked = _stamp(path), time.monotonic()

    @property
    def active_id(self) -> str:
        """Return the id of the key that encrypts."""
        return self._current().active_id

    @property
    def keys(self) -> dict[str, bytes]:
        """Return every key that decrypts, by id."""
        return self._current().keys

    @property
    def index_key(self) -> bytes:
        """Return the key of the blind index."""
        return self._current().index_key

    def refresh(self) -> None:
        """Look at the file now."""
        self._looked = time.monotonic()
        stamp = _stamp(self._path)
        if self._path is None or stamp is None or stamp == self._stamp:
            return
        try:
            self._ring = parse_keyring(home.read_private(self._path))
        except (InstallationError, OSError):
            return
        self._stamp = stamp

    def _current(self) -> Keyring:
        if time.monotonic() - self._looked >= LOOK_EVERY_SECONDS:
            self.refresh()
        return self._ring


def _stamp(path: Path | None) -> tuple[int, int, int] | None:
    """Return what tells one state of a file from another."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ino, found.st_size) if found else None


def live_keyring() -> LiveKeyring:
    """Return the keys for personal fields, as they are at any later moment. As ``keyring``."""
    return LiveKeyring(keyring_file(), keyring())


def keyring_file() -> Path | None:
    """Return the file the keys come from; none when the environment or ``check`` names them."""
    if environment() == "check" or os.environ.get("GRIDHALL_KEYRING"):
        return None
    return home.data_folder() / "secrets" / KEYRING_FILE


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


def personal_cipher() -> str:
    """Return the cipher of new personal values, from GRIDHALL_PERSONAL_CIPHER.

    Raises InstallationError for one there is none of.
    """
    name = os.environ.get("GRIDHALL_PERSONAL_CIPHER") or CIPHERS[0]
    if name not in CIPHERS:
        raise InstallationError(
            f"GRIDHALL_PERSONAL_CIPHER is {name!r}.", f"Use {' or '.join(CIPHERS)}, or unset it."
        )
    return name


def new_keyring() -> str:
    """Return a fresh keyring as JSON text."""

    ring = {"active": "k1", "keys": {"k1": new_key()}, "index_key": new_key()}
    return json.dumps(ring, indent=2) + "\n"


def new_key() -> str:
    """Return a fresh key as base64."""
    return base64.b64encode(random_source.token_bytes(KEY_BYTES)).decode()


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
    if any(not 0 < len(name.encode()) <= LONGEST_KEY_ID for name in ring.keys):
        raise InstallationError(f"A key id has 1 to {LONGEST_KEY_ID} letters.", _FORM)
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
