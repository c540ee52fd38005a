"""Notices in the manner of WeChat service accounts: a signed call (Standard Webhooks)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from . import http, signatures
from .base import Outgoing, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookWay:
    """Posts ``{"type", "timestamp", "data": {"to", "title", "body", "language"}}``."""

    url: str
    key: str
    timeout: float
    repeatable: bool = True
    concurrent: bool = True

    def send(self, message: Outgoing) -> Result:
        """Hand one notice over."""
        content = {
            "type": "message.notice",
            "timestamp": message.at.isoformat(),
            "data": {
                "to": message.address, "title": message.title, "body": message.body,
                "language": message.language,
            },
        }  # fmt: skip
        body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        headers = signatures.webhook_headers(
            body, key=self.key, message_id=str(message.token), at=message.at
        )
        return http.post(self.url, body, headers=headers, timeout=self.timeout)
