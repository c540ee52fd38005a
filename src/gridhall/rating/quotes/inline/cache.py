"""Books of inline tariffs are kept: many cases of a document share one tariff."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from gridhall.rating.books import LoadedBook
from gridhall.rating.quotes.inline.charges import LAW_KEYS
from gridhall.rating.quotes.inline.compile import book_of
from gridhall.rating.quotes.inline.form import InlineTariff

KEPT = 256
Key = tuple[str, str, tuple[bool, ...]]
_books: OrderedDict[Key, LoadedBook] = OrderedDict()


def cached_book(tariff: InlineTariff, code: str, known: Callable[[str], bool]) -> LoadedBook:
    """Return the book of a tariff; the same tariff under the same law is made only once."""
    key = (tariff.model_dump_json(exclude_defaults=True), code, tuple(known(k) for k in LAW_KEYS))
    book = _books.get(key)
    if book is None:
        book = _books[key] = book_of(tariff, code, known)
        while len(_books) > KEPT:
            _books.popitem(last=False)
    return book
