"""Tables that sort, filter, page and export on the server.

A screen declares a ``TableSpec`` once, reads the address with ``spec.read(request.GET)``, asks its
selector for one page, and hands a ``TableView`` to ``<c-table :table="table" />``. Two ways of
paging: by number (``number_page``) for lists of thousands, by cursor (``keyset_page``) for
millions. The address holds the whole state, so a list can be sent to a colleague.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.http import QueryDict

from gridhall.foundation import paging
from gridhall.ui.text import Text

Kind = Literal[
    "text",
    "name",
    "code",
    "money",
    "kwh",
    "number",
    "percent",
    "price",
    "day",
    "moment",
    "month",
    "status",
]
NUMERIC_KINDS = frozenset({"money", "kwh", "number", "percent", "price"})
WHOLE_KINDS = NUMERIC_KINDS | {"name", "day", "moment", "month", "status"}
SIZES = (20, 50, 100)
DEEPEST_PAGE = 500
LONGEST_VALUE = 200


def value_of(row: Any, key: str) -> Any:
    """Return ``row``'s attribute or mapping entry; dots walk on; a missing one is None."""
    for part in key.split("."):
        row = row.get(part) if isinstance(row, Mapping) else getattr(row, part, None)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``key`` names the row's attribute (dots allowed) unless ``value`` gets it.

    ``sort`` is the key handed to the selector (empty: not sortable). ``link`` puts the row's
    address on this cell. ``render`` returns finished HTML for the cell. ``phone=False`` hides it
    on a phone; ``export=False`` keeps it out of files.
    """

    key: str
    label: Text
    kind: Kind = "text"
    sort: str = ""
    link: bool = False
    phone: bool = True
    export: bool = True
    value: Callable[[Any], Any] | None = None
    render: Callable[[Any], str] | None = None

    def value_in(self, row: Any) -> Any:
        """Return the cell's plain value."""
        return self.value(row) if self.value else value_of(row, self.key)

    @property
    def numeric(self) -> bool:
        """Whether the cell is a number and stands on the right."""
        return self.kind in NUMERIC_KINDS

    @property
    def whole(self) -> bool:
        """Whether the cell stays on one line."""
        return self.kind in WHOLE_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One field above the table; choices may be a callable, made when the page is."""

    name: str
    label: Text
    kind: Literal["search", "choice", "day", "month"] = "search"
    choices: Sequence[tuple[str, Text]] | Callable[[], Sequence[tuple[str, Text]]] = ()
    placeholder: Text = ""

    def options(self) -> list[tuple[str, Text]]:
        """Return value and label of each choice."""
        return list(self.choices() if callable(self.choices) else self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableState:
    """What the address asks for; every value is checked against the spec."""

    sort: str
    page: int
    size: int
    filters: dict[str, str]
    after: str = ""
    before: str = ""
    export: str = ""

    @property
    def sort_key(self) -> str:
        """Return the sort without its direction."""
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""
        return self.sort.startswith("-")

    @property
    def offset(self) -> int:
        """Return how many rows stand before this page."""
        return (self.page - 1) * self.size

    @property
    def is_filtered(self) -> bool:
        """Whether any filter holds something."""
        return any(self.filters.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A table's declaration. ``name`` is its id on the page (letters and hyphens).

    ``prefix`` keeps the parameters of two tables on one page apart. ``exports`` names the file
    formats offered. ``drawer`` opens rows in the drawer.
    """

    name: str
    label: Text
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    default_sort: str = ""
    size: int = SIZES[0]
    prefix: str = ""
    exports: tuple[str, ...] = ()
    drawer: bool = False
    empty_title: Text = ""
    empty_text: Text = ""

    def read(self, query: QueryDict) -> TableState:
        """Return the state that the address asks for; nonsense in it is ignored."""

        def get(name: str) -> str:
            return (query.get(self.prefix + name) or "").strip()

        sorts = {column.sort for column in self.columns if column.sort}
        sort = get("sort")
        export = get("export")
        size = get("size")
        return TableState(
            sort=sort if sort.removeprefix("-") in sorts else self.default_sort,
            page=_page_number(get("page")),
            size=int(size) if size in map(str, SIZES) else self.size,
            filters={one.name: self._filter_value(one, get(one.name)) for one in self.filters},
            after=get("after")[:LONGEST_VALUE],
            before=get("before")[:LONGEST_VALUE],
            export=export if export in self.exports else "",
        )

    def _filter_value(self, one: Filter, text: str) -> str:
        if one.kind == "choice" and text not in {value for value, _label in one.options()}:
            return ""
        return text[:LONGEST_VALUE]


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return 1
    return min(max(int(text), 1), DEEPEST_PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of rows. ``total`` None: not counted; ``exact`` False: at least so many."""

    rows: Sequence[Any]
    has_next: bool = False
    has_previous: bool = False
    total: int | None = None
    exact: bool = True
    number: int | None = None
    next_cursor: str = ""
    previous_cursor: str = ""


def number_page(rows: Sequence[Any], state: TableState, *, total: int | None = None) -> Page:
    """Return a page by number. ``rows`` starts at ``state.offset``; one row more than
    ``state.size`` says that there is a next page, so the total may stay uncounted.
    """
    more = len(rows) > state.size
    if total is not None:
        more = state.offset + state.size < total
    return Page(
        rows=rows[: state.size], has_next=more, has_previous=state.page > 1,
        total=total, number=state.page,
    )  # fmt: skip


def list_page(everything: Sequence[Any], state: TableState) -> Page:
    """Return a page of a list or queryset at hand: cut here, counted exactly."""
    count = getattr(everything, "count", None)
    total = (
        count() if callable(count) and not isinstance(everything, list | tuple) else len(everything)
    )
    return number_page(everything[state.offset : state.offset + state.size + 1], state, total=total)


def keyset_page(found: paging.Page[Any]) -> Page:
    """Return the page that a selector found by key (``foundation.paging``); a count of None
    there means more rows than it cared to count.
    """
    return Page(
        rows=found.rows,
        has_next=bool(found.next_key), has_previous=bool(found.previous_key),
        total=found.counted_to if found.count is None else found.count,
        exact=found.count is not None,
        next_cursor=found.next_key, previous_cursor=found.previous_key,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table ready to show: spec, state, page, and how a row finds its address."""

    spec: TableSpec
    state: TableState
    page: Page
    query: QueryDict = field(default_factory=QueryDict)
    path: str = ""
    row_url: Callable[[Any], str] | None = None

    def address(self, **changes: str | int | None) -> str:
        """Return this list's address with some parameters changed; None removes one."""
        query = self.query.copy()
        for name, value in changes.items():
            key = self.spec.prefix + name
            query.pop(key, None)
            if value is not None and value != "":
                query[key] = str(value)
        text = query.urlencode()
        return f"{self.path}?{text}" if text else self.path or "?"

    @property
    def id(self) -> str:
        """Return the id of the element that is swapped."""
        return f"table-{self.spec.name}"
