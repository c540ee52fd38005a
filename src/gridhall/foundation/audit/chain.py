"""The hash that seals an audit row to the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import AuditEvent

GENESIS = bytes(32)


def digest_of(event: AuditEvent) -> bytes:
    """Return the hash that seals ``event`` to its predecessor."""
    content = {
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": event.actor_id,
        "action": event.action,
        "object": [event.object_type, event.object_id, event.object_label],
        "account": event.account_ref,
        "organisation": event.organisation_id,
        "changes": event.changes,
        "reason": event.reason,
        "request": event.request_id,
        "place": [event.chain, event.sequence],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(bytes(event.previous_digest) + text.encode()).digest()
