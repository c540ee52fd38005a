"""The code in a receipt's QR picture: its number with a keyed check, so nobody can make one up."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings

MAC_BYTES = 15  # 24 characters of base32, without padding


def verification_code(receipt_no: str) -> str:
    """Return the code of a receipt: ``R11-20260205-00001.ABCDEF…``."""
    return f"{receipt_no}.{_mac(receipt_no)}"


def receipt_no_of(code: str) -> str:
    """Return the receipt number inside a genuine code, or nothing for a made-up one."""
    receipt_no, _dot, mac = code.rpartition(".")
    genuine = hmac.compare_digest(mac.upper().encode(), _mac(receipt_no).encode())
    return receipt_no if receipt_no and genuine else ""


def _mac(receipt_no: str) -> str:
    key = hashlib.sha256(b"gridhall receipt code\x00" + settings.SECRET_KEY.encode()).digest()
    digest = hmac.new(key, receipt_no.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:MAC_BYTES]).decode()
