"""Drawing who is asked so that anybody can draw again and gets the same.

Each case or account has the number ``SHA-256(seed:id)`` read as a fraction of 1; it is asked when
that fraction lies below the plan's share. The draw depends on nothing else, so a repeated event
cannot draw anew.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal

WHOLE = 2**64


def place_of(*, seed: str, number: int) -> int:
    """Return the place of a case or account in the order of this seed, 0 … 2⁶⁴ − 1."""
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def is_drawn(*, seed: str, number: int, share_percent: Decimal) -> bool:
    """Tell whether a case is in the sample of ``share_percent`` per cent."""
    return place_of(seed=seed, number=number) * 100 < share_percent * WHOLE
