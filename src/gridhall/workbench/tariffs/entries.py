"""A tariff book as rows: each dated value with who says so and how sure we are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridhall.foundation import language
from gridhall.ui import formats
from gridhall.ui.figures import Status

from .words import METHODS, PERIODS, RULES, UNITS

if TYPE_CHECKING:
    from gridhall.rating.books import schema
    from gridhall.tariffs.selectors import BookRow, PriceClassRow

STATES = {
    "now": Status(gettext_lazy("In force"), "success"),
    "ahead": Status(gettext_lazy("To come"), "info"),
    "ended": Status(gettext_lazy("Ended"), "neutral"),
}
PRICED = Status(gettext_lazy("Has a price"), "success")
WITHOUT_PRICE = Status(gettext_lazy("No price: bills are held"), "warning")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """A book in the list of books."""

    path: str
    title: str
    jurisdiction: str
    published_at: datetime
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One dated value of a book."""

    key: str
    name: str
    value: str
    unit: str
    valid_from: date
    valid_to: date | None
    when: str
    verified: bool
    grade: str
    source_title: str
    source_number: str
    article: str
    href: str
    published_on: date | None
    retroactive: bool
    note: str

    @property
    def state(self) -> Status:
        """Return whether the value holds today."""
        return STATES[self.when]

    @property
    def citation(self) -> str:
        """Return the citation in one line, for files."""
        return " ".join(
            part for part in (self.source_title, self.source_number, self.article) if part
        )

    @property
    def check(self) -> Status:
        """Return how sure we are: the grade of the source, and whether somebody verified it."""
        if self.verified:
            return Status(_("Verified ({grade})").format(grade=self.grade), "success")
        return Status(_("Not verified ({grade})").format(grade=self.grade), "warning")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A price class in the list."""

    code: str
    name: str
    charges: str
    state: Status
    book: str


def title_of(row: BookRow) -> str:
    """Return the book's title in the reader's language."""
    return language.either(row.title_zh, row.title_en)


def book_rows(rows: Iterable[BookRow], text: str) -> list[BookLine]:
    """Return the books whose title or path holds ``text``."""
    wanted = text.casefold()
    return [
        BookLine(
            path=row.path, title=title_of(row), jurisdiction=row.jurisdiction,
            published_at=row.published_at, version=row.content_hash[:8],
        )
        for row in rows
        if wanted in f"{row.path} {row.title_zh} {row.title_en}".casefold()
    ]  # fmt: skip


def entries(book: schema.Book, *, on: date) -> list[Entry]:
    """Return every dated value of parameters and tables, as the book lists them."""
    found = [
        _entry(book, item.key, item.name, item.unit, value, _shown(value.value, item.unit), on)
        for item in book.parameters
        for value in item.values
    ]
    found += [
        _entry(book, item.key, item.name, item.unit, value, _rows(len(value.rows)), on)
        for item in book.tables
        for value in item.values
    ]
    return found


def _rows(count: int) -> str:
    return _("table of {count} rows").format(count=count)


def _shown(value: Any, unit: str) -> str:
    return str(RULES.get(value, value)) if unit == "rule" else formats.number(value)


def _entry(
    book: schema.Book, key: str, name: schema.Name, unit: str, item: schema.Dated, value: str,
    on: date,
) -> Entry:  # fmt: skip
    source = book.sources[item.source]
    return Entry(
        key=key, name=language.either(name.zh, name.en), value=value,
        unit=str(UNITS.get(unit, unit)), when=_when(item, on),
        valid_from=item.effective_from, valid_to=item.effective_to,
        verified=item.verified, grade=item.grade, source_title=source.title,
        source_number=source.number or "", article=item.article or "", href=source.href or "",
        published_on=source.published_on, retroactive=item.retroactive,
        note=item.corrected or item.note or "",
    )  # fmt: skip


def _when(item: schema.Dated, on: date) -> str:
    if item.effective_from > on:
        return "ahead"
    return "ended" if item.effective_to is not None and item.effective_to <= on else "now"


def narrowed(rows: Iterable[Entry], filters: dict[str, str]) -> list[Entry]:
    """Return the entries that fit the filters ``q``, ``check`` and ``state``."""
    wanted = filters.get("q", "").casefold()
    check, state = filters.get("check", ""), filters.get("state", "")
    return [
        row
        for row in rows
        if wanted in f"{row.name} {row.key} {row.citation} {row.note}".casefold()
        and (not check or row.verified == (check == "verified"))
        and (not state or row.when == state)
    ]


def sources(book: schema.Book) -> list[dict[str, Any]]:
    """Return the documents that the book cites."""
    return [
        {
            "title": source.title, "number": source.number or "", "href": source.href or "",
            "published_on": source.published_on, "note": source.note or "",
        }
        for source in book.sources.values()
    ]  # fmt: skip


def calendars(book: schema.Book, *, on: date) -> list[dict[str, Any]]:
    """Return the time-of-use hours in force on that day."""
    return [
        {
            "name": language.either(item.name.zh, item.name.en),
            "applies_to": value.applies_to,
            "rows": [
                {
                    "months": _months(row.months), "period": PERIODS[row.period],
                    "hours": f"{row.start}–{row.end}",
                }
                for row in value.rows
            ],
        }
        for item in book.calendars
        for value in item.values
        if _when(value, on) == "now"
    ]  # fmt: skip


def _months(months: tuple[int, ...]) -> str:
    return _("all year") if len(months) == 12 else ", ".join(str(month) for month in months)


def classes(book: schema.Book, *, on: date) -> list[dict[str, Any]]:
    """Return the price classes of the book on that day and how they are charged."""
    return [
        {
            "code": item.code, "name": language.either(item.name.zh, item.name.en),
            "charges": [METHODS.get(charge.method, charge.method) for charge in value.charges],
        }
        for item in book.price_classes
        for value in item.values
        if _when(value, on) == "now"
    ]  # fmt: skip


def class_rows(rows: Iterable[PriceClassRow], text: str) -> list[ClassLine]:
    """Return the price classes whose code or name holds ``text``."""
    wanted = text.casefold()
    joint = "、" if language.in_chinese() else ", "
    return [
        ClassLine(
            code=row.code, name=language.either(row.name_zh, row.name_en),
            charges=joint.join(dict.fromkeys(str(METHODS.get(m, m)) for m in row.methods)),
            state=PRICED if row.has_price else WITHOUT_PRICE, book=row.book,
        )
        for row in rows
        if wanted in f"{row.code} {row.name_zh} {row.name_en}".casefold()
    ]  # fmt: skip
