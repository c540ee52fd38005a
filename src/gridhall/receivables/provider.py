"""The payment provider, as far as this project has one: a local simulator with signed notices.

A notice is signed like a webhook: ``t=<unix seconds>,v1=<HMAC-SHA256 over "t.body">``. The time
is part of what is signed, so a notice caught on the way cannot be sent again much later.
A real provider replaces this module; the rules for its notices stay in ``services``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError

TOLERANCE = timedelta(minutes=5)


class SignatureInvalid(GridHallError):
    """The notice was not signed by the provider, or not now."""

    code = "SIGNATURE_INVALID"
    template = gettext_noop("The signature of the payment notice does not fit.")
    status = 401


def make_notice(*, order_no: str, amount: Decimal, notice_id: str | None = None) -> bytes:
    """Return the body of a notice as the simulated bank writes it."""
    content = {
        "notice_id": notice_id or uuid.uuid4().hex,
        "order_no": order_no,
        "amount": f"{amount:.2f}",
    }
    return json.dumps(content, sort_keys=True).encode()


def sign(body: bytes, *, at: datetime) -> str:
    """Return the signature header of ``body`` for the moment ``at``."""
    stamp = int(at.timestamp())
    return f"t={stamp},v1={_digest(body, stamp)}"


def verify(body: bytes, *, signature: str, at: datetime) -> None:
    """Accept a genuine, fresh signature in silence; raises SignatureInvalid for any other."""
    parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    stamp = parts.get("t", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise SignatureInvalid
    if abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise SignatureInvalid
    given = parts.get("v1", "").encode()
    if not hmac.compare_digest(given, _digest(body, int(stamp)).encode()):
        raise SignatureInvalid


def _digest(body: bytes, stamp: int) -> str:
    key = hmac.new(settings.SECRET_KEY.encode(), b"gridhall payment provider", "sha256").digest()
    return hmac.new(key, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
