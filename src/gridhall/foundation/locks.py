"""One lock for work that only one may do at a time."""

from __future__ import annotations

import hashlib

from django.db import connection


def hold_lock(name: str) -> None:
    """Wait until nobody else holds the lock ``name``; it is held until the transaction ends."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
