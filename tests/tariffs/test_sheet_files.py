"""A price sheet as XLSX and as CSV holds the same cells; what is neither is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter

from gridhall.rating.books.sheet import SheetContext, read_sheet
from gridhall.tariffs import sheet_files
from gridhall.tariffs.errors import SheetFileUnreadable

SHEET = Path(__file__).parent.parent / "rating/books/tables/hubei-2026-01-sheet.csv"
CONTEXT = SheetContext(
    prefix="HB.agency", folder="CN/hubei", jurisdiction="CN-HB", utility=("国网湖北电力", "HB")
)


def workbook(folder: Path) -> Path:
    """Write the sheet as a workbook whose prices are numbers, as a grid company does."""
    target = folder / "sheet.xlsx"
    with xlsxwriter.Workbook(target) as book, SHEET.open(encoding="utf-8", newline="") as file:
        page = book.add_worksheet()
        for number, row in enumerate(csv.reader(file)):
            for column, cell in enumerate(row):
                try:
                    page.write_number(number, column, float(cell))
                except ValueError:
                    page.write_string(number, column, cell)
    return target


@pytest.mark.requirement("R45")
def test_a_workbook_gives_the_same_prices_and_findings_as_the_text(tmp_path: Path) -> None:
    from_text = read_sheet(sheet_files.rows_of(SHEET, name="s.csv"), CONTEXT)
    from_cells = read_sheet(sheet_files.rows_of(workbook(tmp_path), name="s.xlsx"), CONTEXT)

    assert from_cells.values == from_text.values
    assert [one.place for one in from_cells.findings] == [one.place for one in from_text.findings]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"a\x00b")
    with pytest.raises(SheetFileUnreadable):
        sheet_files.rows_of(file, name="x.csv")
