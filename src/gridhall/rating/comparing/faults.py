"""What is wrong with a customer's file, by row, column and value with the remedy; its limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gridhall.rating.result import Notice, Text

LARGEST_FILE = 4_000_000
MOST_ROWS = 110_000  # three years of quarter-hours
MOST_FAULTS = 12
STEPS = (15, 30, 60)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Hold one thing that is wrong: where (row from 1, column), what stands there, the remedy."""

    row: int | None
    column: str
    value: str
    remedy: Text

    def get(self, language: str) -> str:
        """Return the sentence in a language."""
        zh = language.startswith("zh")
        shown = self.value[:60]
        where = []
        if self.row is not None:
            where.append(f"第 {self.row} 行" if zh else f"row {self.row}")
        if self.column:
            where.append(f"“{self.column}”列" if zh else f"column “{self.column}”")
        if shown:
            where.append(f"“{shown}”")
        place = ("，" if zh else ", ").join(where)
        sentence = self.remedy.get(language)
        return f"{place}{'：' if zh else ': '}{sentence}" if place else sentence


class UnreadableFile(Exception):
    """The file cannot be used; ``faults`` say where and what to do, the first dozen of them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults[:MOST_FAULTS]
        super().__init__(self.faults[0].get("en") if self.faults else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class FileUse:
    """Hold the use of a file as fields of a question: ``intervals`` or ``months``."""

    fields: dict[str, Any]
    notices: tuple[Notice, ...] = field(default=())


def fault(zh: str, en: str, *, row: int | None = None, column: str = "", value: str = "") -> Fault:
    """Return a fault of its two sentences."""
    return Fault(row=row, column=column, value=value, remedy=Text(zh, en))
