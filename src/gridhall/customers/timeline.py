"""How a change enters the versions of one part of a file: pure, without the database.

A timeline is a list of versions that touch one another, oldest first; the first may have no
beginning ("since ever"), the last has no end. A version without values means: not there any more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gridhall.customers.models import FileVersion

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """What held from ``start`` up to, not with, ``end``. ``row`` is the table's row, if stored."""

    values: Values | None
    start: date | None
    end: date | None
    row: int | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the day lies inside."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


def of_row(row: FileVersion) -> Version:
    """Return a stored version, its values opened."""
    return Version(json.loads(row.values), row.valid_from, row.valid_to, row.pk)


def at(timeline: list[Version], day: date) -> Version | None:
    """Return the version that holds on the day; none before the first."""
    return next((version for version in timeline if version.holds(day)), None)


def put(timeline: list[Version], changes: Mapping[str, Any], day: date) -> list[Version]:
    """Return the timeline in which ``changes`` hold from ``day`` on.

    A value is carried forward until the day on which that same field was changed again: that later
    change stays. Raises LookupError when there is nothing to change on that day.
    """
    current = at(timeline, day)
    if current is None or current.values is None:
        raise LookupError(day)
    cut = timeline.index(current)
    pieces = timeline[:cut]
    if current.start != day:
        pieces.append(replace(current, end=day))
    carried = dict(changes)
    old: Values = current.values
    for version in [replace(current, start=day, row=None), *timeline[cut + 1 :]]:
        if version.values is None:
            pieces.append(version)
            old, carried = {}, {}
            continue
        carried = {name: new for name, new in carried.items() if version.values[name] == old[name]}
        old = version.values
        values = {**version.values, **carried}
        same = values == version.values and version.row is not None
        pieces.append(version if same else replace(version, values=values, row=None))
    return _joined(pieces)


def end(timeline: list[Version], day: date) -> list[Version]:
    """Return the timeline of something that is there no more from ``day`` on."""
    current = at(timeline, day)
    if current is None or current.values is None:
        raise LookupError(day)
    before = timeline[: timeline.index(current)]
    if current.start != day:
        before.append(replace(current, end=day))
    return [*before, Version(None, day, None)]


def _joined(timeline: list[Version]) -> list[Version]:
    """Join neighbours that say the same."""
    joined: list[Version] = []
    for version in timeline:
        if joined and joined[-1].values == version.values:
            joined[-1] = replace(joined[-1], end=version.end, row=None)
        else:
            joined.append(version)
    return joined
