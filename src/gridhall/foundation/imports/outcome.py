"""What became of one imported row."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """Name what a bulk write did with one row; every ``put_…`` service returns one per row, in order.

    ``CONFLICT`` means: the row contradicts what is stored (another value for the same reading,
    another name for the same identity document, an overlapping period). Nothing was written for it.
    """

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    CONFLICT = "CONFLICT"
