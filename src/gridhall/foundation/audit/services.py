"""The one way to write audit rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from gridhall.foundation.identity import acting

from .chain import GENESIS, digest_of
from .models import AuditEvent

CHAINS = 16
ADVISORY_CLASS = 0x4155  # "AU": the class of our advisory locks


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act. ``changes`` holds primitives only and never a personal value in clear."""

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


@transaction.atomic
def record_many(
    entries: Iterable[AuditEntry], *, at: datetime, actor_id: int | None
) -> list[AuditEvent]:
    """Write several acts of one person, in order, with few statements; return the rows.

    The chain's lock is held until the transaction ends, so two rows cannot take the same place.
    """
    chain = (actor_id or 0) % CHAINS
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ADVISORY_CLASS, chain])
    last = AuditEvent.objects.filter(chain=chain).order_by("-sequence").first()
    sequence, digest = (last.sequence, bytes(last.digest)) if last else (0, GENESIS)
    rows = []
    for entry in entries:
        sequence += 1
        row = _row(entry, at=at, actor_id=actor_id)
        row.chain, row.sequence, row.previous_digest = chain, sequence, digest
        row.digest = digest = digest_of(row)
        rows.append(row)
    return AuditEvent.objects.bulk_create(rows, batch_size=1000)


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
        request_id=entry.request_id,
    )
