"""A file that leaves the house must not run anything where it is opened."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from gridhall.ui import exports

COLUMNS = (
    exports.ExportColumn("户名", lambda row: row[0]),
    exports.ExportColumn("金额", lambda row: row[1]),
)
HARMFUL = ["=1+1", "+86", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "  =cmd|' /C calc'!A0"]


def body(response: Any) -> bytes:
    """Return the whole streamed answer."""
    return b"".join(response.streaming_content)


def respond(fmt: str, rows: list[tuple[object, object]]) -> Any:
    """Return the export as a view would."""
    return exports.respond(
        request=RequestFactory().get("/"), fmt=fmt, name="账单", columns=COLUMNS, rows=rows
    )


@pytest.mark.parametrize("text", HARMFUL)
def test_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert exports.safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [Decimal("-12.50"), -3, "王晓明", "B-1", ""])
def test_numbers_and_plain_text_stay(value: object) -> None:
    assert exports.safe_cell(value) == value


def test_csv_has_a_mark_for_excel_and_safe_cells() -> None:
    text = body(respond("csv", [("=cmd()", Decimal("-12.50")), ("王,晓明", None)])).decode()
    assert text == '\ufeff户名,金额\r\n\'=cmd(),-12.50\r\n"王,晓明",\r\n'


def test_a_heading_is_safe_too() -> None:
    columns = (exports.ExportColumn("=1", lambda row: row),)
    assert b"'=1" in b"".join(exports.csv_pieces(columns, []))


def test_xlsx_holds_numbers_dates_and_safe_text() -> None:
    rows = [("=1+1", Decimal("1234.56")), ("https://x", date(2026, 1, 31))]
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(body(respond("xlsx", rows)))
    ).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["户名", "金额"],
        ["'=1+1", 1234.56],
        ["https://x", date(2026, 1, 31)],
    ]


def test_a_number_longer_than_a_sheet_keeps_is_written_as_text() -> None:
    rows = [("a", Decimal("12345678901234567.89"))]
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(body(respond("xlsx", rows)))
    ).get_sheet_by_index(0)
    assert sheet.to_python()[1][1] == "12345678901234567.89"


def test_the_file_name_may_be_chinese() -> None:
    header = respond("csv", [])["Content-Disposition"]
    assert header == "attachment; filename*=UTF-8''%E8%B4%A6%E5%8D%95.csv"


def test_rows_are_not_read_before_they_are_sent() -> None:
    taken = []

    def rows() -> Any:
        for number in range(2000):
            taken.append(number)
            yield (number, number)

    pieces = exports.csv_pieces(COLUMNS, rows())
    next(pieces)
    assert taken == []
    next(pieces)
    assert len(taken) == exports.BATCH


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="exe"):
        respond("exe", [])
