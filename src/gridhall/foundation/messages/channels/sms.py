"""Text messages over a provider's HTTP interface, signed with a shared key."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from . import http, signatures
from .base import ACCEPTED, Outgoing, Result

ONE_PART, EACH_PART = 70, 67  # characters of a text message in UCS-2 (3GPP TS 23.040)


def parts_of(text: str) -> int:
    """Return how many parts a text message is billed as."""
    length = len(text.encode("utf-16-be")) // 2
    return 1 if length <= ONE_PART else -(-length // EACH_PART)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsWay:
    """Posts ``{"to", "text"}``; the provider drops a second call with the same key."""

    url: str
    key: str
    timeout: float
    repeatable: bool = True
    concurrent: bool = True

    def send(self, message: Outgoing) -> Result:
        """Hand one text message over."""
        content = {"id": str(message.token), "to": message.address, "text": message.body}
        body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        headers = {
            "Signature": signatures.sign(body, key=self.key, at=message.at),
            "Idempotency-Key": str(message.token),
        }
        result = http.post(self.url, body, headers=headers, timeout=self.timeout)
        if result.outcome != ACCEPTED:
            return result
        return replace(result, parts=max(result.parts, parts_of(message.body)))
