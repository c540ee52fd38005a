"""The cells of a price sheet as text: an XLSX workbook or a CSV file."""

from __future__ import annotations

import csv
import io
import zipfile
from itertools import islice
from pathlib import Path

from gridhall.foundation.imports.reading import workbook

from .errors import SheetFileUnreadable

MOST_ROWS = 2000
MOST_COLUMNS = 200


def rows_of(file: Path, *, name: str) -> list[list[str]]:
    """Return the rows of the first sheet, from row 1 and column A on.

    A CSV may be UTF-8 or GB18030. Raises SheetFileUnreadable, BrokenWorkbook, WorkbookTooLarge.
    """
    if zipfile.is_zipfile(file):
        workbook.check(file, name=name)
        found = [list(row or []) for row in islice(workbook.rows_of(file, name=name), MOST_ROWS)]
    else:
        found = _csv(file, name)
    return [row[:MOST_COLUMNS] for row in found]


def _csv(file: Path, name: str) -> list[list[str]]:
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SheetFileUnreadable(name=name)
    if "\x00" in text:
        raise SheetFileUnreadable(name=name)
    try:
        return list(islice(csv.reader(io.StringIO(text, newline="")), MOST_ROWS))
    except csv.Error:
        raise SheetFileUnreadable(name=name) from None
