"""What each context holds about a person, and how it lets go of it.

A context registers itself once, in its ``personal_data.py``. Handlers run in the caller's
transaction, in the order of ``rank``: who reads names to find its rows comes before who erases
them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Text = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom it is about: the party with the accounts it has or had."""

    party_id: int
    account_ids: tuple[int, ...]
    account_nos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table of an export: a heading and rows of primitives."""

    title: Text
    columns: tuple[Text, ...]
    rows: Sequence[tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is not erased: ``what``, why, under which rule of ``rules.yaml``, until when."""

    what: Text
    reason: Text
    rule: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One context's part. ``obstacles`` name why nothing may be erased yet (open accounts, debts).

    ``erase`` returns how many values it erased or blocked, and what is kept.
    """

    name: str
    label: Text
    export: Callable[[Person], list[Section]]
    erase: Callable[[Person, datetime, int | None], tuple[int, list[Kept]]]
    obstacles: Callable[[Person], list[Text]] = lambda person: []
    rank: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """How a person is found: by id, and by the keyed hash that stands in the list of erasures.

    ``key_of`` returns the party's keyed hash, ``party_of`` the party that has it now.
    """

    person: Callable[[int], Person | None]
    key_of: Callable[[int], bytes]
    party_of: Callable[[bytes], int | None]


_subjects: dict[str, Subject] = {}
_directory: list[Directory] = []


def register(subject: Subject) -> None:
    """Make a context's part known."""
    _subjects[subject.name] = subject


def register_directory(directory: Directory) -> None:
    """Say who finds people: the context that owns the parties."""
    _directory[:] = [directory]


def all_subjects() -> list[Subject]:
    """Return every context's part, in the order in which it is erased."""
    return sorted(_subjects.values(), key=lambda one: (one.rank, one.name))


def directory() -> Directory:
    """Return who finds people. Raises IndexError when nobody said so."""
    return _directory[0]


def obstacles(party_id: int) -> list[Text]:
    """Return what stands in the way of erasing a party, context by context."""
    person = directory().person(party_id)
    if person is None:
        return []
    return [one for subject in all_subjects() for one in subject.obstacles(person)]
