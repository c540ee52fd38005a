"""What the table's template shows: headings, rows, cells and the page bar, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gridhall.ui import exports, formats
from gridhall.ui.figures import Status
from gridhall.ui.tables import SIZES, Column, Filter, TableSpec, TableView
from gridhall.ui.text import Text

FORMATTERS: dict[str, Callable[[Any], str]] = {
    "money": formats.money,
    "kwh": formats.number,
    "number": formats.number,
    "percent": formats.percent,
    "price": formats.price,
    "day": formats.day,
    "moment": formats.moment,
    "month": formats.month,
}
PAGES_AROUND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column's heading with the address that sorts by it."""

    column: Column
    url: str = ""
    direction: str = "none"

    @property
    def icon(self) -> str:
        """Return the icon of the direction."""
        return {"ascending": "chevron-up", "descending": "chevron-down"}.get(
            self.direction, "selector"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One finished cell."""

    column: Column
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row with its address, if it has one."""

    item: Any
    url: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundFilter:
    """A filter with what the reader chose."""

    filter: Filter
    name: str
    value: str
    options: list[tuple[str, Text]]


def badge(status: Status | None) -> str:
    """Return the badge of a status: colour, icon and words."""
    if status is None:
        return formats.DASH
    return format_html(
        '<span class="gh-status gh-status-{}"><i class="ti ti-{}" aria-hidden="true"></i>{}</span>',
        status.tone, status.symbol, status.label,
    )  # fmt: skip


def amount(value: Any, *, plus: bool = False) -> str:
    """Return money in aligned digits; a negative amount is marked by sign and colour."""
    text = formats.money(value, plus=plus)
    css = "gh-money gh-negative" if text.startswith(formats.MINUS) else "gh-money"
    return format_html('<span class="{}">{}</span>', css, text)


def cell_content(column: Column, row: Any) -> str:
    """Return the finished HTML of one cell; plain text is escaped by the template."""
    if column.render:
        return column.render(row)
    value = column.value_in(row)
    if column.kind == "status":
        return badge(value)
    if column.kind == "money":
        return amount(value)
    if column.kind in FORMATTERS:
        return FORMATTERS[column.kind](value)
    return (
        formats.DASH
        if formats.is_empty(value)
        else value
        if isinstance(value, SafeString)
        else str(value)
    )


def headings(table: TableView) -> list[Heading]:
    """Return the headings; a click sorts ascending, the next one descending."""
    result = []
    for column in table.spec.columns:
        if not column.sort:
            result.append(Heading(column=column))
            continue
        current = table.state.sort_key == column.sort
        direction = ("descending" if table.state.descending else "ascending") if current else "none"
        target = f"-{column.sort}" if direction == "ascending" else column.sort
        url = table.address(sort=target, page=None, after=None, before=None)
        result.append(Heading(column=column, url=url, direction=direction))
    return result


def rows(table: TableView) -> list[Row]:
    """Return the rows of the page."""
    return [
        Row(
            item=item,
            url=table.row_url(item) if table.row_url else "",
            cells=[Cell(column=c, content=cell_content(c, item)) for c in table.spec.columns],
        )
        for item in table.page.rows
    ]


def filters(table: TableView) -> list[BoundFilter]:
    """Return the filters with their present values."""
    return [
        BoundFilter(
            filter=one, name=table.spec.prefix + one.name,
            value=table.state.filters.get(one.name, ""), options=one.options(),
        )
        for one in table.spec.filters
    ]  # fmt: skip


def kept_parameters(table: TableView) -> list[tuple[str, str]]:
    """Return the parameters that a filter form must carry along: all but its own and the page."""
    own = {table.spec.prefix + one.name for one in table.spec.filters}
    own |= {table.spec.prefix + name for name in ("page", "after", "before", "export")}
    return [
        (name, value) for name, values in table.query.lists() if name not in own for value in values
    ]


def turns(table: TableView) -> dict[str, str]:
    """Return the addresses of the pages before and after; empty where there is none."""
    page, state = table.page, table.state
    if page.number is None:
        after = table.address(after=page.next_cursor, before=None)
        before = table.address(before=page.previous_cursor, after=None)
    else:
        after, before = table.address(page=state.page + 1), table.address(page=state.page - 1)
    return {
        "next": after if page.has_next else "",
        "previous": before if page.has_previous else "",
    }


def numbers(table: TableView) -> list[tuple[int, str]]:
    """Return page numbers with addresses; 0 stands for a gap. Empty when the total is unknown."""
    page = table.page
    if page.number is None or page.total is None or not page.exact:
        return []
    last = max(1, -(-page.total // table.state.size))
    near = range(max(1, page.number - PAGES_AROUND), min(last, page.number + PAGES_AROUND) + 1)
    wanted = sorted({1, last, *near})
    result: list[tuple[int, str]] = []
    for position, number in enumerate(wanted):
        if position and number - wanted[position - 1] > 1:
            result.append((0, ""))
        result.append((number, table.address(page=number)))
    return result


def sizes(table: TableView) -> list[tuple[int, str]]:
    """Return the offered page sizes with their addresses."""
    return [(size, table.address(size=size, page=None, after=None, before=None)) for size in SIZES]


def export_urls(table: TableView) -> list[tuple[str, str]]:
    """Return the addresses of the files: the whole filtered list, not only this page."""
    return [
        (fmt, table.address(export=fmt, page=None, after=None, before=None))
        for fmt in table.spec.exports
    ]


def export(
    *, request: HttpRequest, spec: TableSpec, fmt: str, rows: Iterable[Any], name: str,
    mark: exports.Watermark | None = None,
) -> HttpResponseBase:  # fmt: skip
    """Return the list as a file, its columns as declared; a status exports its words."""
    columns = [
        exports.ExportColumn(column.label, _export_value(column))
        for column in spec.columns
        if column.export
    ]
    return exports.respond(
        request=request, fmt=fmt, name=name, columns=columns, rows=rows, mark=mark
    )


def _export_value(column: Column) -> Callable[[Any], object]:
    def value(row: Any) -> object:
        found = column.value_in(row)
        return found.label if isinstance(found, Status) else found

    return value
