"""A table's address holds its whole state, and nonsense in it does no harm."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.http import QueryDict

from gridhall.foundation import paging
from gridhall.ui import table_parts
from gridhall.ui.figures import Status
from gridhall.ui.tables import (
    Column,
    Filter,
    TableSpec,
    TableState,
    TableView,
    keyset_page,
    list_page,
    number_page,
)

SPEC = TableSpec(
    name="bills",
    label="Bills",
    default_sort="-number",
    exports=("csv",),
    columns=(
        Column(key="number", label="Number", sort="number", link=True),
        Column(key="owner.name", label="Owner"),
        Column(key="total", label="Total", kind="money", sort="total"),
        Column(key="state", label="State", kind="status", value=lambda row: Status("<b>", "info")),
    ),
    filters=(
        Filter(name="q", label="Search"),
        Filter(name="state", label="State", kind="choice", choices=[("PAID", "Paid")]),
    ),
)


@dataclass
class Bill:
    """A row."""

    number: str
    total: Decimal
    owner: dict[str, str]


def read(query: str) -> TableState:
    """Return the state of an address."""
    return SPEC.read(QueryDict(query))


def view(query: str, rows: list[Bill]) -> TableView:
    """Return the table at an address."""
    state = read(query)
    return TableView(
        spec=SPEC, state=state, page=list_page(rows, state), query=QueryDict(query), path="/bills/",
        row_url=lambda row: f"/bills/{row.number}/",
    )  # fmt: skip


def bills(count: int) -> list[Bill]:
    """Return so many rows."""
    return [Bill(f"B{n:03}", Decimal(n), {"name": f"<i>{n}</i>"}) for n in range(count)]


def test_the_state_is_read_from_the_address() -> None:
    state = read("sort=-total&page=3&size=50&q=%20wang%20&state=PAID")
    assert (state.sort_key, state.descending, state.page, state.size) == ("total", True, 3, 50)
    assert state.filters == {"q": "wang", "state": "PAID"}
    assert state.offset == 100
    assert state.is_filtered


@pytest.mark.parametrize(
    "query",
    [
        "sort=password&page=0&size=1000000&state=EVIL&export=exe",
        "page=-5&size=abc&sort=--number",
        "page=1e9",
        "page=%D9%A1%D9%A2",
    ],
)
def test_nonsense_falls_back_to_the_defaults(query: str) -> None:
    state = read(query)
    assert state.sort == "-number"
    assert state.page == 1
    assert state.size == 20
    assert state.filters["state"] == ""
    assert state.export == ""


def test_a_deep_page_and_a_long_search_are_cut() -> None:
    state = read("page=999999&q=" + "x" * 5000)
    assert state.page == 500
    assert len(state.filters["q"]) == 200


def test_headings_sort_up_then_down_and_leave_the_page() -> None:
    table = view("sort=total&page=2&q=a", bills(50))
    by_key = {one.column.key: one for one in table_parts.headings(table)}
    assert by_key["total"].direction == "ascending"
    assert by_key["total"].url == "/bills/?q=a&sort=-total"
    assert by_key["number"].url == "/bills/?q=a&sort=number"
    assert by_key["owner.name"].url == ""


def test_pages_by_number() -> None:
    table = view("page=3&size=20", bills(201))
    assert table.page.total == 201
    assert [row.number for row in table.page.rows][:1] == ["B040"]
    assert [number for number, _url in table_parts.numbers(table)] == [1, 2, 3, 4, 5, 0, 11]
    assert table_parts.turns(table) == {
        "next": "/bills/?size=20&page=4", "previous": "/bills/?size=20&page=2",
    }  # fmt: skip


def test_the_last_page_has_no_next_one() -> None:
    assert table_parts.turns(view("page=2", bills(40)))["next"] == ""


def test_a_page_may_stay_uncounted() -> None:
    state = read("page=2")
    page = number_page(list(range(21)), state)
    assert (len(page.rows), page.has_next, page.has_previous, page.total) == (20, True, True, None)


def test_pages_by_key_take_what_the_selector_found() -> None:
    found = paging.Page(rows=(1, 2), count=None, next_key="2", previous_key="")
    table = TableView(
        spec=SPEC,
        state=read(""),
        page=keyset_page(found),
        query=QueryDict("q=a&before=9"),
        path="/b/",
    )
    assert table.page.total == paging.COUNT_LIMIT
    assert not table.page.exact
    assert table_parts.turns(table) == {"next": "/b/?q=a&after=2", "previous": ""}
    assert table_parts.numbers(table) == []


def test_cells_are_formatted_and_escaped() -> None:
    from django.template import engines

    table = view("", bills(1))
    row = table_parts.rows(table)[0]
    assert row.url == "/bills/B000/"
    html = engines["django"].from_string("{% for c in row.cells %}{{ c.content }}|{% endfor %}")
    text = html.render({"row": row})
    assert "&lt;i&gt;0&lt;/i&gt;" in text
    assert "¥\u00a00.00" in text
    assert "&lt;b&gt;" in text


def test_a_filter_form_carries_the_rest_of_the_address_along() -> None:
    table = view("sort=total&size=50&q=a&page=4&tab=x", bills(1))
    assert table_parts.kept_parameters(table) == [("sort", "total"), ("size", "50"), ("tab", "x")]


def test_a_prefix_keeps_two_tables_apart() -> None:
    spec = TableSpec(
        name="second", label="Second", columns=SPEC.columns, prefix="s-", default_sort="number"
    )
    state = spec.read(QueryDict("sort=total&s-sort=-total&s-page=2"))
    assert (state.sort, state.page) == ("-total", 2)


def test_export_addresses_hold_the_whole_list() -> None:
    assert table_parts.export_urls(view("page=3&q=a", bills(90))) == [
        ("csv", "/bills/?q=a&export=csv")
    ]
