"""What hangs on a unit, and what a person still has in hand: higher contexts tell it here.

Foundation does not know customers or bills; a context that files things under units registers how
many there are, so that a unit is not closed over them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHolding:
    """Something filed under units. ``label`` has ``{count}``; ``count`` gets organisation ids."""

    code: str
    label: Any
    count: Callable[[Collection[int]], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHolding:
    """Something a person has in hand. ``label`` has ``{count}``; ``count`` gets the user's id."""

    code: str
    label: Any
    count: Callable[[int], int]


_units: dict[str, UnitHolding] = {}
_people: dict[str, PersonHolding] = {}


def register_unit_holding(holding: UnitHolding) -> None:
    """Make known what is filed under units; registering it again changes nothing."""
    _units[holding.code] = holding


def register_person_holding(holding: PersonHolding) -> None:
    """Make known what people have in hand; registering it again changes nothing."""
    _people[holding.code] = holding


def held_by_units(organisation_ids: Collection[int]) -> list[tuple[UnitHolding, int]]:
    """Return what is filed under these units and how much, where there is any."""
    found = [(one, one.count(organisation_ids)) for one in _units.values()]
    return [(one, count) for one, count in found if count]


def held_by_person(user_id: int) -> list[tuple[PersonHolding, int]]:
    """Return what a person has in hand and how much, where there is any."""
    found = [(one, one.count(user_id)) for one in _people.values()]
    return [(one, count) for one, count in found if count]
