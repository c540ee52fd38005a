"""What the codes of a case are called, for screens of others that count by them."""

from __future__ import annotations

from .models.choices import Area, CaseChannel, Kind

#: By the name of the column: the codes with their labels.
LABELS = {"kind": Kind, "channel": CaseChannel, "area": Area}


def label_of(column: str, code: str) -> str:
    """Return what a code is called in the reader's language; the code itself if nobody knows it."""
    known = LABELS.get(column)
    return str(known(code).label) if known and code in known.values else code
