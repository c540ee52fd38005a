"""Whose hours hold: a calendar's own where it has some, else those of the calendar above it.

A day goes by the calendar's own shifts if any of them is valid on it (on whichever weekdays), and
else by the parent's. Pure: no Django, no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from .arithmetic import Hours

Validity = tuple[date, date | None]


def with_parents_hours(*, own: tuple[Hours, ...], parents: tuple[Hours, ...]) -> tuple[Hours, ...]:
    """Return the own hours, and the parent's cut to the days on which no own shift is valid."""
    held = [(one.valid_from, one.valid_to) for one in own]
    rest = tuple(
        replace(one, valid_from=start, valid_to=end)
        for one in parents
        for start, end in _without((one.valid_from, one.valid_to), held)
    )
    return own + rest


def _without(whole: Validity, held: Iterable[Validity]) -> list[Validity]:
    """Return what is left of a time of validity when others are taken out of it."""
    left = [whole]
    for start, end in held:
        left = [piece for one in left for piece in _minus(one, start, end)]
    return left


def _minus(one: Validity, start: date, end: date | None) -> list[Validity]:
    first, last = one
    if (last is not None and last <= start) or (end is not None and end <= first):
        return [one]
    pieces: list[Validity] = []
    if first < start:
        pieces.append((first, start))
    if end is not None and (last is None or end < last):
        pieces.append((end, last))
    return pieces
