"""Rows of an XLSX workbook: its first worksheet, every cell as the text a reader would see."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from ..errors import BrokenWorkbook, EmptyFile, WorkbookTooLarge

MB = 1024 * 1024
LARGEST_UNPACKED = 400 * MB
MOST_ENTRIES = 2000
#: A worksheet is held as a full rectangle while it is read, so its corner is checked before.
MOST_CELLS = 6_000_000
MOST_COLUMNS = 500
#: A float keeps 15 digits; a longer number in a cell has lost its tail already.
EXACT_LIMIT = 10**15
_PLACE = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br=["']([A-Z]{0,4})(\d{1,8})["']""")
_LONGEST_TAG = 512


def check(path: Path, *, name: str) -> None:
    """Unpack everything once, counting; raise WorkbookTooLarge or BrokenWorkbook.

    Sizes are counted and not believed: an archive that lies about them fails its checksum.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise WorkbookTooLarge(name=name, limit=f"{MOST_ENTRIES} parts")
            left = LARGEST_UNPACKED
            for entry in entries:
                left = _check_entry(archive, entry, left, name)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise BrokenWorkbook(name=name) from error


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, name: str) -> int:
    if entry.file_size > left:
        raise WorkbookTooLarge(name=name, limit=f"{LARGEST_UNPACKED // MB} MB")
    is_sheet = entry.filename.lower().startswith("xl/worksheets/")
    columns = rows = 0
    tail = b""
    with archive.open(entry) as stream:
        while piece := stream.read(MB):
            left -= len(piece)
            if left < 0:
                raise WorkbookTooLarge(name=name, limit=f"{LARGEST_UNPACKED // MB} MB")
            if is_sheet:
                for letters, digits in _PLACE.findall(tail + piece):
                    columns = max(columns, _column_number(letters))
                    rows = max(rows, int(digits))
                tail = piece[-_LONGEST_TAG:]
    if columns > MOST_COLUMNS or columns * rows > MOST_CELLS:
        raise WorkbookTooLarge(name=name, limit=f"{MOST_COLUMNS} × {MOST_CELLS // MOST_COLUMNS}")
    return left


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def rows_of(path: Path, *, name: str) -> Iterator[list[str] | None]:
    """Yield the cells of each row of the first worksheet, from row 1 and column A on."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            if not book.sheet_names:
                raise EmptyFile(name=name)
            sheet = book.get_sheet_by_index(0)
            padding = [""] * (sheet.start[1] if sheet.start else 0)
            for cells in sheet.iter_rows():
                yield padding + [_text(cell) for cell in cells]
    except (CalamineError, OSError) as error:
        raise BrokenWorkbook(name=name) from error


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time.min else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell)


def _number(cell: float) -> str:
    if abs(cell) >= EXACT_LIMIT:
        return f"{cell:.5E}"  # its last digits are gone: shown as what it is, and refused later
    if cell == int(cell):
        return str(int(cell))
    return f"{Decimal(repr(cell)):f}"
