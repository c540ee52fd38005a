"""The one way to write audit rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from gridhall.foundation import trace
from gridhall.foundation.identity import acting

from ..chain import content_around_place
from ..models import AuditEvent

CHAINS = 16
AT_ONCE = 1000
_APPEND = (
    "SELECT row_id, row_sequence, row_previous, row_digest"
    " FROM gridhall_audit_append(%s::smallint, %s, %s, %s::jsonb)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act. ``changes`` holds primitives only and never a personal value in clear.

    ``request_id`` empty: that of the request or job that runs here (``foundation.trace``).
    """

    action: str
    object_type: str
    object_id: object = ""
    object_label: str = ""
    account_id: int | None = None
    organisation_id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    request_id: str = ""


def record(
    *,
    action: str,
    at: datetime,
    actor_id: int | None,
    object_type: str,
    object_id: object = "",
    object_label: str = "",
    account_id: int | None = None,
    organisation_id: int | None = None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
    request_id: str = "",
) -> AuditEvent:
    """Write one row in the caller's transaction and chain it; return the row."""
    entry = AuditEntry(
        action=action, object_type=object_type, object_id=object_id, object_label=object_label,
        account_id=account_id, organisation_id=organisation_id, changes=changes or {},
        reason=reason, request_id=request_id,
    )  # fmt: skip
    return record_many([entry], at=at, actor_id=actor_id)[0]


def record_many(
    entries: Iterable[AuditEntry], *, at: datetime, actor_id: int | None
) -> list[AuditEvent]:
    """Write several acts of one person, in order, in one statement; return the rows.

    The chain's lock is held until the transaction ends, so two rows cannot take the same place.
    """
    rows = [_row(entry, at=at, actor_id=actor_id) for entry in entries]
    if len(rows) <= AT_ONCE:
        _append(rows, at=at, actor_id=actor_id)
        return rows
    with transaction.atomic():
        for start in range(0, len(rows), AT_ONCE):
            _append(rows[start : start + AT_ONCE], at=at, actor_id=actor_id)
    return rows


def _row(entry: AuditEntry, *, at: datetime, actor_id: int | None) -> AuditEvent:
    changes = dict(entry.changes)
    principals = acting.on_behalf_of(actor_id=actor_id, organisation_id=entry.organisation_id)
    if principals:
        changes["on_behalf_of"] = principals
    return AuditEvent(
        at=at,
        actor_id=actor_id,
        action=entry.action,
        object_type=entry.object_type,
        object_id=str(entry.object_id),
        object_label=entry.object_label,
        account_ref=entry.account_id,
        organisation_id=entry.organisation_id,
        changes=json.loads(json.dumps(changes)),  # as it will be read back
        reason=entry.reason,
        request_id=entry.request_id or trace.request_id(),
        chain=(actor_id or 0) % CHAINS,
    )


def _append(rows: list[AuditEvent], *, at: datetime, actor_id: int | None) -> None:
    """Hand the rows to the database, which gives each its place and its digest."""
    if not rows:
        return
    written = json.dumps([_as_json(row) for row in rows], ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [rows[0].chain, actor_id, at, written])
        for row, (pk, sequence, previous, digest) in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row.sequence = pk, sequence
            row.previous_digest, row.digest = bytes(previous), bytes(digest)
            row._state.adding, row._state.db = False, connection.alias


def _as_json(row: AuditEvent) -> dict[str, Any]:
    before, after = content_around_place(row)
    return {
        "action": row.action, "object_type": row.object_type, "object_id": row.object_id,
        "object_label": row.object_label, "account": row.account_ref,
        "organisation": row.organisation_id, "changes": row.changes, "reason": row.reason,
        "request": row.request_id, "before": before, "after": after,
    }  # fmt: skip
