"""Lists as CSV and XLSX files that a spreadsheet opens without running anything.

A text cell that begins like a formula gets an apostrophe in front, in both formats: an XLSX
saved again as CSV must stay harmless. Numbers stay numbers. Rows are streamed.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import IO, Any
from urllib.parse import quote

import xlsxwriter
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from gridhall.ui.text import Text

FORMATS = ("csv", "xlsx")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EXACT_DIGITS_OF_A_SHEET = 15
BATCH = 500


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of the file: its heading and how to get the cell from a row."""

    label: Text
    value: Callable[[Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watermark:
    """What tells whose copy it is: stands above and below the rows, and in an XLSX's properties."""

    text: str
    number: str
    author: str


def safe_cell(value: object) -> object:
    """Return the cell as number, date or text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return value
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_OF_FORMULAS) else text


def respond(
    *,
    request: HttpRequest,
    fmt: str,
    name: str,
    columns: Sequence[ExportColumn],
    rows: Iterable[Any],
    mark: Watermark | None = None,
) -> HttpResponseBase:
    """Return the rows as a download, ``fmt`` "csv" or "xlsx"; raise ValueError for another.

    ``rows`` may be a generator over a server-side cursor: the whole list is never in memory.
    ``name`` is the file's name without its ending and may be Chinese.
    """
    if fmt not in FORMATS:
        raise ValueError(fmt)
    write = csv_pieces if fmt == "csv" else xlsx_pieces
    pieces = write(columns, rows, mark=mark)
    response = StreamingHttpResponse(
        _in_batches(pieces) if isinstance(request, ASGIRequest) else pieces,
        content_type=CSV_TYPE if fmt == "csv" else XLSX_TYPE,
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{fmt}')}"
    return response


def csv_pieces(
    columns: Sequence[ExportColumn], rows: Iterable[Any], *, mark: Watermark | None = None
) -> Iterator[bytes]:
    """Yield the CSV file: UTF-8 with a byte order mark, so that Excel reads the Chinese.

    A watermark stands as a line of its own before the headings and after the last row.
    """
    buffer = StringIO()
    writer = csv.writer(buffer)
    if mark:
        writer.writerow([_plain(safe_cell(mark.text))])
    writer.writerow([_plain(safe_cell(column.label)) for column in columns])
    yield b"\xef\xbb\xbf" + _drain(buffer)
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        writer.writerows([_plain(safe_cell(c.value(row))) for c in columns] for row in batch)
        yield _drain(buffer)
    if mark:
        writer.writerow([_plain(safe_cell(mark.text))])
        yield _drain(buffer)


def xlsx_pieces(
    columns: Sequence[ExportColumn], rows: Iterable[Any], *, mark: Watermark | None = None
) -> Iterator[bytes]:
    """Yield the XLSX file, built row by row in a temporary file."""
    with tempfile.TemporaryFile() as target:
        _write_book(target, columns, rows, mark)
        target.seek(0)
        while piece := target.read(64 * 1024):
            yield piece


def _write_book(
    target: IO[bytes], columns: Sequence[ExportColumn], rows: Iterable[Any], mark: Watermark | None
) -> None:
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    bold = book.add_format({"bold": True})
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    if mark:  # rows are written in order, so the first is written first
        sheet.write_string(0, 0, mark.text)
    top = 1 if mark else 0
    sheet.freeze_panes(top + 1, 0)
    for index, column in enumerate(columns):
        sheet.write_string(top, index, str(safe_cell(column.label)), bold)
        sheet.set_column(index, index, 16)
    at = top
    for at, row in enumerate(rows, start=top + 1):
        for index, column in enumerate(columns):
            _write_cell(sheet, at, index, safe_cell(column.value(row)), dates, moments)
    if mark:
        _sign(book, sheet, mark, last=at + 1)
    book.close()


def _sign(book: Any, sheet: Any, mark: Watermark, *, last: int) -> None:
    """Put the watermark after the rows, on every printed page and into the properties."""
    sheet.write_string(last, 0, mark.text)
    printed = "&C" + mark.text.replace("&", "&&")[:200]
    sheet.set_header(printed)
    sheet.set_footer(printed)
    book.set_properties(
        {"title": mark.number, "author": mark.author, "comments": mark.text, "keywords": "gridhall"}
    )


def _write_cell(sheet: Any, row: int, column: int, value: object, dates: Any, moments: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), moments)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, dates)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool) and _fits_a_sheet(value):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, _plain(value))


def _fits_a_sheet(value: int | Decimal) -> bool:
    """A sheet keeps 15 digits; a longer number is written as text rather than changed."""
    return len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS_OF_A_SHEET


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _drain(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


async def _in_batches(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Hand a blocking iterator to the asynchronous server, piece by piece."""
    while True:
        piece = await sync_to_async(lambda: next(pieces, None))()
        if piece is None:
            return
        yield piece
