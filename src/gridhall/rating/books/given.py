"""Values that a question brings for keys the books leave open: a city's base price, a table.

They become a small book of their own, so the engine, the trace and the bundle treat them like any
other value; their citation says that the caller gave them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import yaml

from gridhall.rating.books.entries import LoadedBook
from gridhall.rating.books.errors import InvalidBook
from gridhall.rating.books.library import Library
from gridhall.rating.books.loader import load_text

LONG_AGO = date(1900, 1, 1)


def given_book(
    values: Mapping[str, Decimal | str], *, library: Library, start: date, end: date
) -> LoadedBook:
    """Return a book that holds the values for ``[start, end)``.

    Every key must be one that the library knows, and its unit is that of the library. Raises
    ``InvalidBook`` for an unknown key or a value that does not suit the unit; adding the book to
    the library refuses a key that has a value on these days already.
    """
    known = {
        parameter.key: parameter
        for book in library.books.values()
        for parameter in book.content.parameters
    }
    digest = hashlib.sha256(f"{sorted(values.items())}{start}{end}".encode()).hexdigest()
    name = f"given/{digest[:12]}"
    parameters = []
    for key, value in sorted(values.items()):
        if key not in known:
            raise InvalidBook(book=name, problem=f"no tariff book knows the key {key}")
        entry = {
            "effective_from": start,
            "effective_to": end,
            "value": str(value),
            "source": "caller",
            "grade": "C",
            "verified": False,
            "note": "given with the question",
        }
        parameter = known[key]
        parameters.append(
            {
                "key": key,
                "name": parameter.name.model_dump(),
                "unit": parameter.unit,
                "values": [entry],
            }
        )
    raw = {
        "book": name,
        "title": {"zh": "提问方给出的数值", "en": "Values given by the caller"},
        "jurisdiction": "caller",
        "sources": {"caller": {"title": "提问方 the caller", "published_on": LONG_AGO}},
        "parameters": parameters,
    }
    return load_text(name, yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))
