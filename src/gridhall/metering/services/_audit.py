"""The audit rows of a bulk write: one for the call, one for each known thing it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from gridhall.foundation.audit.services import AuditEntry, record_many
from gridhall.foundation.imports.outcome import Outcome


def record_import(
    *, object_type: str, outcomes: Sequence[Outcome], updates: Iterable[AuditEntry] = (),
    at: datetime, actor_id: int | None,
) -> None:  # fmt: skip
    """Write how many rows were created, updated, unchanged, refused, then the updates."""
    counts = Counter(outcome.value for outcome in outcomes)
    summary = AuditEntry(
        action="metering.imported", object_type=object_type, changes=dict(sorted(counts.items()))
    )
    record_many([summary, *updates], at=at, actor_id=actor_id)


def primitive(value: object) -> object:
    """Return what an audit row may hold: numbers and dates as text."""
    return value if value is None or isinstance(value, str | int | bool) else str(value)
