"""The hash that seals an audit row to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import AuditEvent

GENESIS = bytes(32)
_PLACE = '"place":'


def digest_of(event: AuditEvent) -> bytes:
    """Return the hash that seals ``event`` to its predecessor."""
    before, after = content_around_place(event)
    text = f"{before}[{event.chain},{event.sequence}]{after}"
    return hashlib.sha256(bytes(event.previous_digest) + text.encode()).digest()


def content_around_place(event: AuditEvent) -> tuple[str, str]:
    """Return what is hashed of a row, before and after its place in the chain.

    The database fills in the place when it writes the row; nothing else is left to it.
    """
    before = {
        "account": event.account_ref,
        "action": event.action,
        "actor": event.actor_id,
        "at": event.at.astimezone(UTC).isoformat(),
        "changes": event.changes,
        "object": [event.object_type, event.object_id, event.object_label],
        "organisation": event.organisation_id,
    }
    after = {"reason": event.reason, "request": event.request_id}
    return f"{_text(before)[:-1]},{_PLACE}", f",{_text(after)[1:]}"


def _text(content: Mapping[str, object]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
