"""What became of one imported row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

Row = TypeVar("Row")


class Outcome(StrEnum):
    """Name what a bulk write did with one row; each ``put_…`` service returns one per row.

    ``CONFLICT`` means: the row contradicts what is stored (another value for the same reading,
    another name for the same identity document, an overlapping period). Nothing was written for it.
    """

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    CONFLICT = "CONFLICT"


def first_of_each(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, Row]:
    """Return the first row of each key, in order."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(key(row), row)
    return first


def in_order(
    rows: Iterable[Row],
    key: Callable[[Row], str],
    first: Mapping[str, Row],
    outcomes: Mapping[str, Outcome],
) -> list[Outcome]:
    """Return the outcome of every row when only the first of each key was looked at.

    A later row that says the same is UNCHANGED, one that says something else a CONFLICT.
    """
    seen: set[str] = set()
    result = []
    for row in rows:
        name = key(row)
        outcome = outcomes[name]
        if name in seen and outcome is not Outcome.CONFLICT:
            outcome = Outcome.UNCHANGED if row == first[name] else Outcome.CONFLICT
        seen.add(name)
        result.append(outcome)
    return result
