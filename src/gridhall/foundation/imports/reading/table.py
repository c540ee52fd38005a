"""One table, whatever the file: header, encoding, and numbered rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import EmptyFile
from . import sniff, text, workbook

XLSX_LABEL = "XLSX"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file. The header is row 1, as in a spreadsheet.

    A record with a line break inside quotation marks is one row; empty rows count although they
    are skipped. An unreadable row has quotation marks that make no sense, and no cells.
    """

    number: int
    cells: list[str]
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file."""

    name: str
    encoding: str
    header: tuple[str, ...]
    _records: Callable[[], Iterator[list[str] | None]]
    _held: object = None

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows below the header that hold anything, each with its row number."""
        for number, cells in enumerate(self._records(), start=1):
            if cells is None:
                yield RawRow(number, [], readable=False)
            elif number > 1 and any(cell.strip() for cell in cells):
                yield RawRow(number, self._without_empty_tail(cells))

    def _without_empty_tail(self, cells: list[str]) -> list[str]:
        """A spreadsheet pads rows; empty cells right of the header are nobody's data."""
        width = len(self.header)
        while len(cells) > width and not cells[-1].strip():
            cells = cells[:-1]
        return cells


def open_table(path: Path, *, name: str, held: object = None) -> Table:
    """Open a CSV or XLSX file; raise a subclass of UnableToReadFile when it is none.

    ``name`` is what the user calls the file; its ending is not believed. ``held`` is what must live
    as long as the table: a temporary copy vanishes when nobody holds it any more.
    """
    if sniff.kind_of(path, name=name) == sniff.XLSX:
        workbook.check(path, name=name)
        encoding = XLSX_LABEL
    else:
        encoding = text.encoding_of(path)

    def records() -> Iterator[list[str] | None]:
        if encoding == XLSX_LABEL:
            return workbook.rows_of(path, name=name)
        return text.rows_of(path, encoding=encoding, name=name)

    header = next(records(), None) or []
    while header and not header[-1].strip():
        header = header[:-1]
    if not header:
        raise EmptyFile(name=name)
    return Table(name, encoding, tuple(cell.strip() for cell in header), records, held)
