"""Noting the chains' heads down in a file that who owns the database cannot reach."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from ..selectors import heads


def note_heads(*, file: Path, at: datetime) -> int:
    """Append the newest row of every chain to ``file`` as one line of JSON; return how many.

    The line is on the disk when this returns. Put the file where nobody who administers the
    database can write: another machine's share, a disk that only takes additions.
    """
    found = heads()
    line = json.dumps({"at": at.isoformat(), "heads": [asdict(head) for head in found]})
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{line}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    return len(found)
