"""The one way to write an audit row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from .chain import GENESIS, digest_of
from .models import AuditEvent

CHAINS = 16
ADVISORY_CLASS = 0x4155  # "AU": the class of our advisory locks


@transaction.atomic
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
    """Write one row in the caller's transaction and chain it.

    ``changes`` holds primitives only and never a personal value in clear. The chain's lock is
    held until the transaction ends, so two rows cannot take the same place.
    """
    chain = (actor_id or 0) % CHAINS
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ADVISORY_CLASS, chain])
    last = AuditEvent.objects.filter(chain=chain).order_by("-sequence").first()
    event = AuditEvent(
        at=at,
        actor_id=actor_id,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        object_label=object_label,
        account_ref=account_id,
        organisation_id=organisation_id,
        changes=changes or {},
        reason=reason,
        request_id=request_id,
        chain=chain,
        sequence=last.sequence + 1 if last else 1,
        previous_digest=bytes(last.digest) if last else GENESIS,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event
