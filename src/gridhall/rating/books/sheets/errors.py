"""Why a sheet cannot be read: every problem with its row and column."""

from __future__ import annotations

from dataclasses import dataclass

from gridhall.kernel.errors import GridHallError
from gridhall.rating.result import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold what is wrong at a place; row 0 means the whole sheet, rows count from 1."""

    row: int
    column: str  # letters as in a spreadsheet, empty for a whole row
    text: Text

    @property
    def place(self) -> str:
        """Return the place as a spreadsheet names it, such as ``F12``."""
        return f"{self.column}{self.row}" if self.row else "–"


class SheetRefused(GridHallError):
    """The sheet has problems a person must solve before it can become a book."""

    code = "SHEET_REFUSED"
    template = "The price sheet cannot be read: {summary}"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(summary="; ".join(f"{p.place}: {p.text.en}" for p in problems))


def letters(index: int) -> str:
    """Return the spreadsheet letters of a column counted from 0: A, B, …, Z, AA."""
    text, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(ord("A") + digit) + text
    return text
