"""Files are judged by their content; damage is refused, and named by row where it can be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from gridhall.foundation.imports import errors
from gridhall.foundation.imports.reading import open_table, workbook

HEADER = "账号,名称\n"


def write(folder: Path, name: str, content: bytes | str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(path: Path) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in open_table(path, name=path.name).rows()]


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/"), content)
    return path


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"MZ\x90\x00" + b"\x00" * 500, errors.NotATable),
        (b"\x7fELF\x02\x01" + b"\x00" * 500, errors.NotATable),
        (b"%PDF-1.7\n", errors.NotATable),
        (b"\x89PNG\r\n", errors.NotATable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, errors.OldOrProtectedWorkbook),
        ("户号,户名\n".encode("utf-16"), errors.NotATable),
        (b"\x00\x01\x02" * 500, errors.NotATable),
        (b"", errors.EmptyFile),
        (b"  \n\n", errors.EmptyFile),
        (b"PK\x03\x04broken", errors.NotATable),
    ],
)
@pytest.mark.parametrize("name", ["customers.xlsx", "customers.csv"])
def test_what_is_no_table_is_refused_whatever_its_name(
    tmp_path: Path, content: bytes, reason: type[Exception], name: str
) -> None:
    path = write(tmp_path, name, content)

    with pytest.raises(reason):
        open_table(path, name=name)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.xlsx", **{"readme.txt": b"hello"})

    with pytest.raises(errors.NotATable):
        open_table(path, name=path.name)


def test_a_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    parts = {
        "[Content_Types].xml": b"<x/>",
        "xl__workbook.xml": b"<x/>",
        "xl__vbaProject.bin": b"x",
    }
    path = archive(tmp_path / "a.xlsx", **parts)

    with pytest.raises(errors.WorkbookWithMacros):
        open_table(path, name=path.name)


def test_a_zip_bomb_is_refused_before_it_is_unpacked_to_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 5 * 1024 * 1024)
    parts = {"[Content_Types].xml": b"<x/>", "xl__workbook.xml": b"<x/>"}
    path = archive(tmp_path / "a.xlsx", **parts, xl__worksheets__sheet1=b" " * 20_000_000)

    with pytest.raises(errors.WorkbookTooLarge):
        open_table(path, name=path.name)
    assert path.stat().st_size < 100_000


def test_a_cell_in_the_far_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "a")
    sheet.write_string(1_048_575, 16_383, "b")
    book.close()

    with pytest.raises(errors.WorkbookTooLarge):
        open_table(path, name=path.name)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    parts = {"[Content_Types].xml": b"<x/>", "xl__workbook.xml": b"<x/>"}
    path = archive(tmp_path / "a.xlsx", **parts)

    with pytest.raises(errors.UnableToReadFile):
        read(path)


@pytest.mark.parametrize(
    ("encoding", "label"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 BOM"), ("gb18030", "GB18030"), ("gbk", "GB18030")],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, label: str) -> None:
    path = write(tmp_path, "a.csv", HEADER + "1,电力营业厅\n", encoding)

    table = open_table(path, name="a.csv")

    assert table.encoding == label
    assert table.header == ("账号", "名称")
    assert read(path) == [(2, ["1", "电力营业厅"])]


def test_damaged_bytes_stay_with_their_row(tmp_path: Path) -> None:
    lines = [HEADER.encode(), "1,电力营业厅\n".encode() * 5, b"7,\xe7\x94\xff\n", "8,好\n".encode()]
    path = write(tmp_path, "a.csv", b"".join(lines))

    rows = dict(read(path))

    assert open_table(path, name="a.csv").encoding == "UTF-8"
    assert [n for n, cells in rows.items() if any("\ud800" <= c <= "\udfff" for c in cells[1])] == [
        7
    ]
    assert rows[8] == ["8", "好"]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'a,b\n1,"two\nlines"\n\n , \n4,x\n')

    assert read(path) == [(2, ["1", "two\nlines"]), (5, ["4", "x"])]


def test_a_quotation_mark_in_the_wrong_place_costs_one_row(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'a,b\n1,"x"y"\n2,z\n')

    rows = list(open_table(path, name="a.csv").rows())

    assert [(row.number, row.readable) for row in rows] == [(2, False), (3, True)]


def test_a_quotation_mark_that_is_never_closed_is_named_by_row(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'a,b\n1,x\n2,"never\n3,closed\n')

    with pytest.raises(errors.BrokenText) as caught:
        read(path)

    assert caught.value.params["row"] == 3


def test_numbers_and_dates_of_a_workbook_become_the_text_one_sees(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate("abcde"):
        sheet.write_string(0, column, name)
    sheet.write_number(1, 0, 4221000111130)
    sheet.write_number(1, 1, 0.9)
    sheet.write_number(1, 2, 45839, day)
    sheet.write_number(1, 3, 990001196903190005)
    sheet.write_formula(1, 4, "=1+1", None, 2)
    book.close()

    assert read(path) == [(2, ["4221000111130", "0.9", "2025-07-01", "9.90001E+17", "2"])]
