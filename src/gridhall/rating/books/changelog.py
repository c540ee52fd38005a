"""The change log of the tariff books: a fixed form, and what is missing from it.

Every book and every day on which one of its entries begins stands in one row::

    | `CN/hubei/other` | 2025-01-01 | not known | what changed | customers affected |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gridhall.rating.books.library import Library

NOT_KNOWN = "not known"
_ROW = re.compile(
    r"^\| `(?P<book>[^`]+)` \| (?P<day>\d{4}-\d\d-\d\d) \| (?P<published>[^|]+) \| "
    r"(?P<what>[^|]+) \| (?P<who>[^|]+) \|$",
    re.MULTILINE,
)
_LOOKS_LIKE_ROW = re.compile(r"^\| `", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LogRow:
    """Hold one row: a book, the first day, when it was published, what changed and for whom."""

    book: str
    in_force: date
    published: date | None
    what: str
    affected: str


def rows(text: str) -> tuple[LogRow, ...]:
    """Return the rows of the log; raises ``ValueError`` for one that breaks the form."""
    found = []
    for match in _ROW.finditer(text):
        published = match["published"].strip()
        found.append(
            LogRow(
                match["book"],
                date.fromisoformat(match["day"]),
                None if published == NOT_KNOWN else date.fromisoformat(published),
                match["what"].strip(),
                match["who"].strip(),
            )
        )
    if len(found) != len(_LOOKS_LIKE_ROW.findall(text)):
        raise ValueError("a row of the change log breaks the form")
    return tuple(found)


def missing(library: Library, text: str) -> Iterator[str]:
    """Yield what the log does not tell: days on which a book's entries begin, and errata."""
    told = {(row.book, row.in_force) for row in rows(text)}
    for name, book in library.books.items():
        for day in sorted({item.effective_from for _key, item in book.content.dated()}):
            if (name, day) not in told:
                yield f"{name}, in force from {day}"
        for parameter in book.content.parameters:
            for value in parameter.values:
                if value.as_published is not None and f"`{parameter.key}`" not in text:
                    yield f"erratum of {parameter.key}"
    for row in rows(text):
        if row.book not in library.books:
            yield f"{row.book} is in the log, but not among the books"
