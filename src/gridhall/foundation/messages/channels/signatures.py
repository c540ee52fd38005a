"""Signatures of calls: our own for text messages, Standard Webhooks for notices.

Text messages: ``t=<unix seconds>,v1=<hex HMAC-SHA256 over "t.body">``. Notices follow the
Standard Webhooks specification (webhook-id, webhook-timestamp, webhook-signature with
``v1,<base64 HMAC-SHA256 over "id.timestamp.body">``). The time is part of what is signed, so a
call caught on the way cannot be made again much later.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from gridhall.foundation.messages.errors import SignatureInvalid

TOLERANCE = timedelta(minutes=5)
SECRET_PREFIX = "whsec_"  # noqa: S105 – the specification's prefix, not a secret


def sign(body: bytes, *, key: str, at: datetime) -> str:
    """Return the signature header of a text message call."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_hex(body, key, stamp)}"


def verify(body: bytes, *, key: str, signature: str, at: datetime) -> None:
    """Accept a genuine, fresh signature in silence; raise SignatureInvalid for any other."""
    parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    stamp = parts.get("t", "")
    _demand_fresh(stamp, at)
    if not key or not hmac.compare_digest(
        parts.get("v1", "").encode(), _hex(body, key, stamp).encode()
    ):
        raise SignatureInvalid


def _hex(body: bytes, key: str, stamp: str) -> str:
    return hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def webhook_headers(body: bytes, *, key: str, message_id: str, at: datetime) -> dict[str, str]:
    """Return the three headers of Standard Webhooks for ``body``."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{_base64(body, key, message_id, stamp)}",
    }


def verify_webhook(body: bytes, *, key: str, headers: Mapping[str, str], at: datetime) -> None:
    """Accept a genuine, fresh Standard Webhooks call; raise SignatureInvalid for any other."""
    lowered = {name.lower(): value for name, value in headers.items()}
    stamp, message_id = lowered.get("webhook-timestamp", ""), lowered.get("webhook-id", "")
    _demand_fresh(stamp, at)
    wanted = f"v1,{_base64(body, key, message_id, stamp)}".encode()
    given = lowered.get("webhook-signature", "").split()
    if not key or not any(hmac.compare_digest(one.encode(), wanted) for one in given):
        raise SignatureInvalid


def _base64(body: bytes, key: str, message_id: str, stamp: str) -> str:
    signed = f"{message_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(_secret(key), signed, hashlib.sha256).digest()).decode()


def _secret(key: str) -> bytes:
    if key.startswith(SECRET_PREFIX):
        try:
            return base64.b64decode(key.removeprefix(SECRET_PREFIX), validate=True)
        except binascii.Error:
            pass
    return key.encode()


def _demand_fresh(stamp: str, at: datetime) -> None:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise SignatureInvalid
    if abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise SignatureInvalid
