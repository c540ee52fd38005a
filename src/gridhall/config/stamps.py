"""What was done already: small files that let a second start skip it.

A stamp holds the fingerprint of what the step was done from. Losing one costs time, never data:
every step behind a stamp may be repeated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from gridhall.config import home


def fingerprint(*texts: str, files: Iterable[Path] = ()) -> str:
    """Return the hash of some texts and of some files' names and contents."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_done(step: str, mark: str) -> bool:
    """Say whether the step was done from exactly this."""
    path = home.data_folder() / "stamps" / step
    try:
        return path.read_text(encoding="utf-8").strip() == mark
    except OSError:
        return False


def done(step: str, mark: str) -> None:
    """Note that the step is done."""
    folder = home.make_private(home.data_folder() / "stamps")
    home.write_private(folder / step, mark + "\n")
