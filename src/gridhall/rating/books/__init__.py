"""Tariff books: the law as dated, cited data, and the library that answers what held when."""

from gridhall.rating.books.errors import InvalidBook, NoValidPrice, UnknownPriceClass
from gridhall.rating.books.given import given_book
from gridhall.rating.books.library import ChargePlan, Library, LoadedBook
from gridhall.rating.books.loader import (
    content_hash,
    library_from_texts,
    load_book,
    load_library,
    load_text,
)

__all__ = [
    "ChargePlan",
    "InvalidBook",
    "Library",
    "LoadedBook",
    "NoValidPrice",
    "UnknownPriceClass",
    "content_hash",
    "given_book",
    "library_from_texts",
    "load_book",
    "load_library",
    "load_text",
]
