"""The company's own numbers for working on cases, changed by the setting ``GRIDHALL_SERVICE_DESK``.

House rules where the source texts say nothing. Deadlines are not here: they are standards; how
often somebody is called is in ``desk_rules.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPolicy:
    """How the desk works."""

    highest_level: int = 3
    reopen_days: int = 30
    source: str = "company rules, not verified"


def desk() -> DeskPolicy:
    """Return the rules in force. Raises KeyError for a setting that is not known."""
    wanted: dict[str, Any] = getattr(settings, "GRIDHALL_SERVICE_DESK", {})
    unknown = set(wanted) - {one.name for one in fields(DeskPolicy)}
    if unknown:
        raise KeyError(f"GRIDHALL_SERVICE_DESK: {sorted(unknown)}")
    return DeskPolicy(**wanted)
