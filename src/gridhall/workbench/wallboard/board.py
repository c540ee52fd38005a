"""The figures of the wall board as they are drawn, worked out once a second for all screens."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import timezone, translation

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope, Unit
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk.selectors import WallCase, WallCounts, WallFigures

from . import words

KEPT_SECONDS = 0.5  # less than a screen waits after a notice: see foundation/live.py
FORGOTTEN_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a table: units or kinds."""

    label: str
    counts: WallCounts


@dataclass(slots=True)
class _Kept:
    """What was worked out last for one scope and language; the lock lets one do it for all."""

    made: float = float("-inf")
    html: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept: dict[tuple[Scope, str], _Kept] = {}


def as_html(*, scope: Scope, language: str) -> str:
    """Return the figures of now as a piece of the page; at most half a second old."""
    now = time.monotonic()
    for key in [key for key, one in list(_kept.items()) if one.made < now - FORGOTTEN_SECONDS]:
        if key != (scope, language):
            _kept.pop(key, None)
    kept = _kept.setdefault((scope, language), _Kept())
    with kept.lock:
        if time.monotonic() - kept.made >= KEPT_SECONDS:
            with translation.override(language):
                kept.html = _draw(scope, timezone.localtime())
            kept.made = time.monotonic()
        return kept.html


def _draw(scope: Scope, at: datetime) -> str:
    since = at.replace(hour=0, minute=0, second=0, microsecond=0)
    found = servicedesk.wall_figures(scope=scope, since=since, at=at)
    units = identity.units_on(scope=scope, on=at.date(), with_closed=True)
    names = {unit.id: unit.name for unit in units}
    context = {
        "at": at, "place": _place(units), "total": found.total,
        "met": found.met, "satisfaction": _share(found.satisfied, found.judged),
        "rating": found.rating, "judged": found.judged,
        "units": _by_unit(found, units), "kinds": _by_kind(found),
        "breaches": [(one, words.lasting(one.due_at - at)) for one in found.breaches],
        "longest": [_row(one, names, at) for one in found.longest],
    }  # fmt: skip
    return render_to_string("workbench/wallboard/_figures.html", context)


def _row(case: WallCase, names: dict[int, str], at: datetime) -> dict[str, str]:
    return {
        "number": case.number, "kind": words.kind(case.kind),
        "unit": names.get(case.organisation_id, ""),
        "waited": words.lasting(at - case.received_at),
    }  # fmt: skip


def _by_kind(found: WallFigures) -> list[Line]:
    sums: dict[str, WallCounts] = {}
    for (_unit, kind), counts in found.cells.items():
        sums[kind] = sums.get(kind, WallCounts()) + counts
    return _sorted([Line(label=words.kind(kind), counts=counts) for kind, counts in sums.items()])


def _by_unit(found: WallFigures, units: list[Unit]) -> list[Line]:
    """Return the sums of the units right below the reader's own, each with all beneath it."""
    groups = _groups(units)
    sums: dict[int, WallCounts] = {}
    for (unit, _kind), counts in found.cells.items():
        group = groups.get(unit, unit)
        sums[group] = sums.get(group, WallCounts()) + counts
    names = {unit.id: unit.name for unit in units}
    return _sorted([Line(label=names.get(pk, "—"), counts=sums[pk]) for pk in sums])


def _groups(units: list[Unit]) -> dict[int, int]:
    """Return for each unit the one it is counted with: below the top, one of the next level."""
    tops = _tops(units)
    heads = tops
    if len(tops) == 1:
        heads = [tops[0], *(unit for unit in units if unit.parent_id == tops[0].id)]
    found: dict[int, int] = {}
    for unit in units:
        fitting = [head for head in heads if unit.path.startswith(head.path)]
        if fitting:
            found[unit.id] = max(fitting, key=lambda head: len(head.path)).id
    return found


def _tops(units: list[Unit]) -> list[Unit]:
    inside = {unit.id for unit in units}
    return [unit for unit in units if unit.parent_id not in inside]


def _place(units: list[Unit]) -> str:
    tops = _tops(units)
    return tops[0].name if len(tops) == 1 else words.several(len(tops))


def _sorted(lines: list[Line]) -> list[Line]:
    lines.sort(key=lambda line: (-line.counts.overdue, -line.counts.open, line.label))
    return lines


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
