"""What the matrix needs to knock at the doors of the inbox."""

from __future__ import annotations

from typing import Any


def made() -> dict[str, Any]:
    """Return the name of an act; the items themselves are nobody's."""
    return {"work_act": "claim"}
