"""What is kept of the codes and keys of wall screens."""

from __future__ import annotations

import hashlib


def digest_of(secret: str) -> str:
    """Return what is kept of a code or a key: both are random, so one round is enough."""
    return hashlib.sha256(f"wall screen {secret}".encode()).hexdigest()
