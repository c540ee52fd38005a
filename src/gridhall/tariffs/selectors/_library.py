"""Reads of tariff books: the library that rates, and what screens show of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from gridhall.rating.books import (
    Library,
    LoadedBook,
    NoValidPrice,
    library_from_texts,
    load_text,
)
from gridhall.rating.books import schema as book_schema

from ..errors import NoTariffBooks, UnknownTariffBook, UnknownTariffLibrary
from ..models import TariffBook, TariffLibrary


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """One version of a book in a list."""

    id: int
    path: str
    title_zh: str
    title_en: str
    jurisdiction: str
    content_hash: str
    published_at: datetime
    replaced_at: datetime | None
    published_by: str = ""
    drafted: bool = False
    note: str = ""
    log: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookDetail:
    """A current book: its text, its validated content and its earlier versions, newest first."""

    row: BookRow
    text: str
    content: book_schema.Book
    versions: tuple[BookRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceClassRow:
    """A price class on a day; ``has_price`` is false for a class that is known but has no price."""

    code: str
    name_zh: str
    name_en: str
    book: str
    has_price: bool
    methods: tuple[str, ...]


def hash_of_books(books: Iterable[tuple[str, str]]) -> str:
    """Return the hash of a set of books given as (path, content hash), in any order."""
    lines = "".join(f"{path} {content_hash}\n" for path, content_hash in sorted(books))
    return hashlib.sha256(lines.encode()).hexdigest()


def current_library() -> tuple[Library, str]:
    """Return the library of the current books and its hash; raises NoTariffBooks.

    One small query; the books themselves are read and validated once per process and hash.
    """
    current = TariffBook.objects.filter(replaced_at__isnull=True).values_list(
        "path", "content_hash"
    )
    books = list(current)
    if not books:
        raise NoTariffBooks
    library_hash = hash_of_books(books)
    return library_by_hash(library_hash=library_hash), library_hash


@lru_cache(maxsize=8)
def library_by_hash(*, library_hash: str) -> Library:
    """Return the library that bills of this hash were rated by; raises UnknownTariffLibrary."""
    return library_from_texts(library_texts(library_hash=library_hash))


def library_texts(*, library_hash: str) -> dict[str, str]:
    """Return the YAML of every book of a library by path; raises UnknownTariffLibrary."""
    texts = TariffLibrary.objects.filter(library_hash=library_hash).values_list(
        "books__path", "books__text"
    )
    found = dict(texts)
    if not found:
        raise UnknownTariffLibrary(library_hash=library_hash)
    return found


def current_hash() -> str:
    """Return the hash of the books that are current now, all of them together."""
    rows = TariffBook.objects.filter(replaced_at__isnull=True)
    return hash_of_books(rows.values_list("path", "content_hash"))


def current_books() -> dict[str, LoadedBook]:
    """Return the current books by path, read and validated once per process and text."""
    rows = TariffBook.objects.filter(replaced_at__isnull=True).order_by("path")
    return {path: _loaded(path, text) for path, text in rows.values_list("path", "text")}


@lru_cache(maxsize=256)
def _loaded(path: str, text: str) -> LoadedBook:
    return load_text(path, text)


def list_books(*, with_replaced: bool = False) -> list[BookRow]:
    """Return the current books by path; with the replaced versions too if asked, newest first."""
    rows = (
        TariffBook.objects.select_related("published_by")
        .defer("text", "log")
        .order_by("path", "-published_at", "-pk")
    )
    return [row_of(book) for book in (rows if with_replaced else rows.filter(replaced_at=None))]


def book(*, path: str) -> BookDetail:
    """Return a current book with its content and versions; raises UnknownTariffBook."""
    versions = list(
        TariffBook.objects.filter(path=path)
        .select_related("published_by")
        .order_by("-published_at", "-pk")
    )
    current = next((v for v in versions if v.replaced_at is None), None)
    if current is None:
        raise UnknownTariffBook(path=path)
    return BookDetail(
        row=row_of(current),
        text=current.text,
        content=load_text(current.path, current.text).content,
        versions=tuple(row_of(version) for version in versions),
    )


def price_classes(*, on: date) -> list[PriceClassRow]:
    """Return every price class that is in force on that day, by code; raises NoTariffBooks."""
    library, _hash = current_library()
    rows = []
    for code in library.price_classes():
        try:
            plan = library.price_class(code, on=on)
        except NoValidPrice:
            continue
        rows.append(
            PriceClassRow(
                code=code, name_zh=plan.name.zh, name_en=plan.name.en, book=plan.book,
                has_price=bool(plan.charges),
                methods=tuple(charge.method for charge in plan.charges),
            )
        )  # fmt: skip
    return rows


def row_of(book: TariffBook) -> BookRow:
    """Return a version as a row; its log only where it was read."""
    return BookRow(
        id=book.pk, path=book.path, title_zh=book.title_zh, title_en=book.title_en,
        jurisdiction=book.jurisdiction, content_hash=book.content_hash,
        published_at=book.published_at, replaced_at=book.replaced_at, note=book.note,
        published_by=str(book.published_by) if book.published_by_id else "",
        drafted=book.draft_id is not None,
        log=tuple(book.log) if "log" not in book.get_deferred_fields() else (),
    )  # fmt: skip
