"""Service standards as appraisal reads them: judged and kept promises of each person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.standards import selectors as standards


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many promises of a person were judged in the period, and how many were kept."""

    judged: int
    met: int


def kept_by_person(*, scope: Scope, first: date, last: date) -> dict[int, Kept]:
    """Return what each person kept, by user id; who held no clock is left out."""
    rows = standards.met_share(scope=scope, first=first, last=last, by="person")
    return {int(str(row.key)): Kept(judged=row.total, met=row.met) for row in rows if row.key}
