"""Service standards as appraisal reads them: judged and met clocks of each person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from gridhall.foundation.identity.selectors import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many measurements of a person were judged in the period, and how many met it."""

    judged: int
    met: int


def kept_by_person(*, scope: Scope, first: date, last: date) -> dict[int, Kept] | None:
    """Return what each person kept, by user id; None while nothing is measured at all."""
    met_share = getattr(_selectors(), "met_share", None)
    if met_share is None:
        return None
    rows = met_share(scope=scope, first=first, last=last, by="person")
    return {int(row.key): Kept(judged=row.judged, met=row.met) for row in rows if row.key}


def _selectors() -> Any:
    return import_module("gridhall.foundation.standards.selectors")
