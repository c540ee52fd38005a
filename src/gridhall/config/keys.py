"""Changing the keyring file: a key is added, made active, and put aside once nothing needs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from gridhall.config import home, secrets
from gridhall.config.errors import InstallationError

Ring = dict[str, Any]


def add(*, at: datetime, key_id: str = "") -> str:
    """Put a new key beside the others; it reads nothing and writes nothing yet. Return its id.

    Raises InstallationError: the id is taken or too long.
    """
    made: list[str] = []

    def change(ring: Ring) -> None:
        taken = set(ring["keys"]) | set(ring.get("retired", {}))
        name = key_id or next(f"k{n}" for n in range(1, 10_000) if f"k{n}" not in taken)
        if name in taken:
            raise InstallationError(f"There was or is a key {name}.", "Choose another id.")
        ring["keys"][name] = secrets.new_key()
        ring.setdefault("history", []).append({"key": name, "act": "added", "at": at.isoformat()})
        made.append(name)

    _edit(change)
    return made[0]


def activate(*, key_id: str, at: datetime) -> None:
    """Have every process encrypt with this key from now on. Raises InstallationError."""

    def change(ring: Ring) -> None:
        _require(ring, key_id)
        ring["active"] = key_id
        ring.setdefault("history", []).append(
            {"key": key_id, "act": "activated", "at": at.isoformat()}
        )

    _edit(change)


def put_aside(*, key_id: str, at: datetime) -> Path:
    """Take a key out of the ring into a file of its own beside it; return that file.

    The file is needed for backups of the time before, and belongs where they are not. Raises
    InstallationError: it is unknown or active.
    """
    kept: list[Path] = []

    def change(ring: Ring) -> None:
        _require(ring, key_id)
        if ring["active"] == key_id:
            raise InstallationError(
                f"Key {key_id} is active.", "Add and activate another one, and rotate, first."
            )
        file = _file().with_name(f"retired-{key_id}-{at:%Y%m%d}.json")
        home.write_private(file, json.dumps({"keys": {key_id: ring["keys"].pop(key_id)}}) + "\n")
        ring.setdefault("retired", {})[key_id] = at.isoformat()
        kept.append(file)

    _edit(change)
    return kept[0]


def last_active_at(key_id: str) -> datetime | None:
    """Return when this key stopped encrypting: the moment another one was made active."""
    ring = json.loads(home.read_private(_file()))
    moments = [
        datetime.fromisoformat(one["at"])
        for one in ring.get("history", [])
        if one["act"] == "activated" and one["key"] != key_id
    ]
    return max(moments, default=None)


def known() -> tuple[str, list[str], list[str]]:
    """Return the active key's id, the ids in the ring, and those put aside."""
    ring = json.loads(home.read_private(_file()))
    return ring["active"], list(ring["keys"]), list(ring.get("retired", {}))


def _require(ring: Ring, key_id: str) -> None:
    if key_id not in ring["keys"]:
        raise InstallationError(
            f"There is no key {key_id}.", f"There are: {', '.join(ring['keys'])}."
        )


def _file() -> Path:
    file = secrets.keyring_file()
    if file is None:
        raise InstallationError(
            "The keys come from GRIDHALL_KEYRING, not from a file.",
            "Change the variable where it is set, in the same steps, and restart each process.",
        )
    return file


def _edit(change: Callable[[Ring], None]) -> None:
    """Change the file under its lock; what was written is read back before it takes its place."""
    file = _file()
    secrets.keyring()  # there is one, and it is readable
    with home.locked(file.parent / ".lock"):
        ring = json.loads(home.read_private(file))
        change(ring)
        text = json.dumps(ring, indent=2) + "\n"
        secrets.parse_keyring(text)
        home.write_private(file, text)
