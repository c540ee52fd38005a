"""The pieces a library is made of: loaded books, plans, dated entries, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from gridhall.kernel.periods import next_month
from gridhall.rating.books import schema
from gridhall.rating.books.errors import InvalidBook
from gridhall.rating.result import Text


@dataclass(frozen=True, slots=True)
class LoadedBook:
    """Hold a validated book with its raw text and the SHA-256 of that text."""

    name: str
    text: str
    sha256: str
    content: schema.Book


@dataclass(frozen=True, slots=True)
class ChargePlan:
    """Hold how a price class is charged on a day; ``charges`` is empty if it has no price."""

    code: str
    name: Text
    book: str
    on: date
    tou: schema.TimeOfUse | None
    charges: tuple[schema.Charge, ...]
    conventions: dict[str, str]
    effective_to: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    book: str
    owner_name: schema.Name
    unit: str
    item: schema.Dated


def expand_rows(rows: Iterable[schema.TableRow], standard: Decimal) -> dict[Decimal, Decimal]:
    """Return power factor → percent for one standard, every 0.01; raises ``InvalidBook``."""
    cells: dict[Decimal, Decimal] = {}
    for row in rows:
        if row.standard != standard:
            continue
        pf, percent = row.upper, row.percent
        while pf >= row.lower:
            if pf in cells:
                raise InvalidBook(book="table", problem=f"two cells for {standard}, {pf}")
            cells[pf] = percent
            pf, percent = pf - Decimal("0.01"), percent + row.step
    return cells


def season_end(item: schema.DatedStructure, period: str, on: date) -> date | None:
    """Return the first day on which the multiple is another one, or the end of the entry."""
    factor, day = item.multiple(period, on.month), next_month(on)
    for _month in range(11):
        if item.multiple(period, day.month) != factor:
            return day if item.effective_to is None else min(day, item.effective_to)
        day = next_month(day)
    return item.effective_to


def refuse_overlap(key: str, entries: list[Entry]) -> None:
    ordered = sorted(entries, key=lambda e: e.item.effective_from)
    for early, late in pairwise(ordered):
        end = early.item.effective_to
        if end is None or end > late.item.effective_from:
            problem = f"{key} has two values from {late.item.effective_from}"
            raise InvalidBook(book=late.book, problem=problem)
