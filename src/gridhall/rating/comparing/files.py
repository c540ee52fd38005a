"""A customer's file as use: CSV of intervals or of months, Green Button XML, or a JSON question.

Whatever is wrong is named by row, column and value, with what to do about it; nothing is filled
in. Sizes are limited before anything is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
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


def read_file(content: bytes, *, largest: int = LARGEST_FILE) -> FileUse:
    """Return the use of a file; its kind is told by how it begins. Raises ``UnreadableFile``."""
    from gridhall.rating.comparing import green_button, table

    if len(content) > largest:
        size = f"{Decimal(largest) / 1_000_000:f}"
        raise UnreadableFile([fault(
            f"文件太大，最多 {size} MB。请只导出最近十二个月。",
            f"The file is too large: at most {size} MB. Export only the last twelve months.",
        )])  # fmt: skip
    if not content.strip():
        raise UnreadableFile([fault("文件是空的。", "The file is empty.")])
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return green_button.read(content)
    return table.read(content)
