"""What the operator's commands leave in the audit trail."""

from __future__ import annotations

import getpass
from datetime import datetime
from typing import Any

from gridhall.foundation.audit import services as audit


def leave(action: str, *, label: str, at: datetime, changes: dict[str, Any]) -> None:
    """Write that a backup was made or restored, by which account of this machine."""
    audit.record(
        action=action, at=at, actor_id=None, object_type="backup", object_label=label[:100],
        changes={"operator": _operator(), **changes},
    )  # fmt: skip


def _operator() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
