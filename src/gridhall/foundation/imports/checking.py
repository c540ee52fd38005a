"""Rows of a table, read and checked chunk by chunk; writes nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from itertools import islice

from .fault_kinds import text_of
from .parsing import Cell, Refuse, check_readable
from .reading import RawRow, Table
from .sheets import WARNING, Column, Fault, Row, Sheet, check_header

CHUNK_ROWS = 1000
LONGEST_VALUE = 500


class Checker:
    """Turns the rows of one file into checked rows, in order.

    It remembers the keys of the rows it has seen, so it must see every row of the file from the
    first: also those that an interrupted run has written already.
    """

    def __init__(self, *, sheet: Sheet, table: Table, today: date) -> None:
        self.sheet = sheet
        self.table = table
        self.today = today
        self.places = check_header(sheet, table.header, name=table.name)
        self.seen: dict[Hashable, int] = {}
        self.file_check = sheet.file_check()

    def chunks(self, *, skip: int = 0) -> Iterator[list[Row]]:
        """Yield lists of at most CHUNK_ROWS rows, from data row ``skip`` on."""
        rows = self._checked()
        for _row in islice(rows, skip):
            pass
        while chunk := list(islice(rows, CHUNK_ROWS)):
            yield chunk

    def _checked(self) -> Iterator[Row]:
        for raw in self.table.rows():
            row = read_row(raw, self.sheet.columns, self.places, len(self.table.header), self.today)
            if len(row.values) == len(self.sheet.columns):
                self.sheet.check_row(row)
            self._compare_with_file(row)
            yield row

    def _compare_with_file(self, row: Row) -> None:
        key = self.sheet.key_of(row)
        if key is not None:
            other = self.seen.setdefault(key, row.number)
            if other != row.number:
                row.refuse(self.sheet.key_column, "DUPLICATE_IN_FILE", other_row=other)
        if self.file_check is not None:
            self.file_check.see(row)


def read_row(
    raw: RawRow, columns: Iterable[Column], places: dict[str, int], width: int, today: date
) -> Row:
    """Read one row: every cell by its column's parser.

    A row of the wrong width has no values at all: nobody can tell which cell belongs where.
    """
    if not raw.readable:
        return Row(raw.number, {}, faults=[Fault("", "QUOTES_BROKEN")])
    if len(raw.cells) != width:
        few = len(raw.cells) < width
        code = "COLUMNS_TOO_FEW" if few else "COLUMNS_TOO_MANY"
        params = {"found": len(raw.cells), "expected": width}
        extra = "" if few else ", ".join(raw.cells[width:])
        return Row(raw.number, {}, faults=[Fault("", code, value=extra, params=params)])
    row = Row(raw.number, {name: raw.cells[place] for name, place in places.items()})
    for column in columns:
        row.values[column.name] = _read_cell(row, column, today)
    return row


def _read_cell(row: Row, column: Column, today: date) -> object:
    written = row.cells.get(column.name, "")
    if not written:
        if column.required:
            row.refuse(column.name, "REQUIRED")
        return None
    cell = Cell(written, today)
    try:
        check_readable(written)
        if not cell.trim():
            if column.required:
                raise Refuse("BLANK_ONLY")
            return None
        value = column.parse(cell)
    except Refuse as refusal:
        row.refuse(column.name, refusal.code, **refusal.params)
        return None
    for code, taken, params in cell.notices:
        row.faults.append(Fault(column.name, code, written, params, WARNING, taken))
    return value


def shown(value: str) -> str:
    """Return a cell as it is kept in a fault: shortened, damaged bytes replaced."""
    whole = value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    return whole if len(whole) <= LONGEST_VALUE else whole[: LONGEST_VALUE - 1] + "…"


def demand_known(row: Row) -> None:
    """Raise KeyError when a fault of the row has no text: a mistake of the programmer."""
    for fault in row.faults:
        text_of(fault.code, fault.params)
