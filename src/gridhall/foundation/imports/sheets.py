"""What a kind of file (a sheet) must bring: columns, checks, and how its rows are written.

The mechanism knows no sheet; ``journeys.file_import`` registers them.
"""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from gridhall.foundation.identity.selectors import Scope

from .errors import UnknownSheet, WrongHeader
from .parsing import Parser

REFUSED, WARNING = "REFUSED", "WARNING"
CREATED, UPDATED, UNCHANGED = "CREATED", "UPDATED", "UNCHANGED"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, its label (an English msgid), how a cell is read.

    ``required``: a row without a value is refused. ``optional_column``: a file may leave the whole
    column out. ``mask`` makes a personal cell presentable when a file is only looked at.
    """

    name: str
    label: str
    parse: Parser
    required: bool = True
    optional_column: bool = False
    mask: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with, or odd about, one cell or row."""

    field: str
    code: str
    value: str = ""
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    severity: str = REFUSED
    taken: str = ""


@dataclass(slots=True)
class Row:
    """One row on its way: ``values`` by column name (None for an empty cell), and its faults."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    faults: list[Fault] = dataclasses.field(default_factory=list)
    outcome: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the row may not get in."""
        return any(fault.severity == REFUSED for fault in self.faults)

    def refuse(self, name: str, code: str, **params: Any) -> None:
        """Refuse the row because of the column ``name`` (empty: the row as a whole)."""
        self.faults.append(Fault(name, code, value=self.cells.get(name, ""), params=params))

    def notice(self, name: str, code: str, **params: Any) -> None:
        """Note something odd about the column ``name``; the row gets in."""
        value = self.cells.get(name, "")
        self.faults.append(Fault(name, code, value=value, params=params, severity=WARNING))

    def has(self, *names: str) -> bool:
        """Tell whether these columns were read without a fault and hold a value."""
        return all(self.values.get(name) is not None for name in names)


@dataclass(slots=True, kw_only=True)
class ImportContext:
    """For whom and when rows are checked and written.

    ``seen`` holds the keys of the file so far (this chunk included) and the rows where they stand.
    """

    actor_id: int | None
    scope: Scope
    at: datetime
    is_preview: bool
    seen: Mapping[Hashable, int]


class Sheet(ABC):
    """One kind of file."""

    name: ClassVar[str]
    label: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]

    def check_row(self, row: Row) -> None:  # noqa: B027 - nothing to check is a fine answer
        """Check what the row tells by itself (columns that must fit each other)."""

    #: The column to which a duplicate key is reported.
    key_column: ClassVar[str]

    @abstractmethod
    def key_of(self, row: Row) -> Hashable | None:
        """Return what may stand only once in a file; None when the row does not tell."""

    def file_check(self) -> FileCheck | None:
        """Return a fresh check over the rows of one file beside the key, if there is one."""
        return None

    def demand_allowed(self, context: ImportContext) -> None:  # noqa: B027 - open to all
        """Raise ImportNotAllowed when the actor may not import this kind of file at all."""

    def check_rows(  # noqa: B027 - nothing to check is a fine answer
        self, rows: Sequence[Row], context: ImportContext
    ) -> None:
        """Check the rows that are still good against what is stored (a few queries for all)."""

    @abstractmethod
    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Write the rows in the caller's transaction; set each ``outcome``, or refuse the row."""


class FileCheck(ABC):
    """Remembers rows of one file; told of every row in order, also when a run is resumed."""

    @abstractmethod
    def see(self, row: Row) -> None:
        """Note the row, and refuse it if an earlier one forbids it."""


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Make a sheet known; the order of registration is the order of import."""
    _sheets[sheet.name] = sheet


def all_sheets() -> list[Sheet]:
    """Return every sheet in the order in which a set of files must be imported."""
    return list(_sheets.values())


def sheet_named(name: str) -> Sheet:
    """Return the sheet; raise KeyError for an unknown one."""
    return _sheets[name]


def detect_sheet(header: Sequence[str], *, name: str = "") -> Sheet:
    """Return the sheet that the header belongs to; raise UnknownSheet when none fits.

    The sheet that shares the most columns wins, if these are at least half of all columns that
    the header has or the sheet needs; columns that a file may leave out are not missed.
    """
    found = {cell.lower() for cell in header}

    def shared(sheet: Sheet) -> float:
        own = {column.name for column in sheet.columns}
        needed = {column.name for column in sheet.columns if not column.optional_column}
        return len(own & found) / max(len(needed | found), 1)

    best = max(all_sheets(), key=shared, default=None)
    if best is None or shared(best) < 0.5:
        shown = ", ".join(cell[:30] for cell in header[:8])
        raise UnknownSheet(name=name, columns=shown + (" …" if len(header) > 8 else ""))
    return best


def check_header(sheet: Sheet, header: Sequence[str], *, name: str) -> dict[str, int]:
    """Return where each column stands; raise WrongHeader naming what is missing or too much."""
    places: dict[str, int] = {}
    known = {column.name for column in sheet.columns}
    twice, unknown = [], []
    for place, cell in enumerate(header):
        column = cell.lower()
        if column not in known:
            unknown.append(cell[:40] or f"#{place + 1}")
        elif column in places:
            twice.append(column)
        else:
            places[column] = place
    needed: Iterable[str] = (c.name for c in sheet.columns if not c.optional_column)
    missing = [column for column in needed if column not in places]
    if missing or unknown or twice:
        raise WrongHeader(
            name=name, missing=_list(missing), unknown=_list(unknown), twice=_list(twice)
        )
    return places


def _list(names: list[str]) -> str:
    return ", ".join(names) or "–"
