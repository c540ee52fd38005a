"""Read tariff books from YAML files or from text (a bundle carries text)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import ValidationError

from gridhall.rating.books.errors import InvalidBook
from gridhall.rating.books.library import Library, LoadedBook
from gridhall.rating.books.schema import Book


def load_text(name: str, text: str) -> LoadedBook:
    """Return the validated book of that name; raises ``InvalidBook`` with the place and reason."""
    try:
        raw = yaml.safe_load(text)
        content = Book.model_validate(raw)
    except yaml.YAMLError as error:
        raise InvalidBook(book=name, problem=f"not YAML: {error}") from None
    except ValidationError as error:
        raise InvalidBook(book=name, problem=_sentences(error)) from None
    if content.book != name:
        raise InvalidBook(book=name, problem=f"calls itself {content.book!r}")
    return LoadedBook(name, text, content_hash(text), content)


def load_book(path: Path, *, root: Path | None = None) -> LoadedBook:
    """Return the validated book in a file.

    Its name is the path below ``root`` without ``.yaml``; without a root the name is taken from
    the book itself. Raises ``InvalidBook``.
    """
    text = path.read_text(encoding="utf-8")
    if root is not None:
        return load_text(path.relative_to(root).with_suffix("").as_posix(), text)
    raw = yaml.safe_load(text)
    name = raw.get("book", "") if isinstance(raw, dict) else ""
    return load_text(str(name) or path.stem, text)


def load_library(folder: Path) -> Library:
    """Return all books below a folder as one library; raises ``InvalidBook``."""
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise InvalidBook(book=str(folder), problem="there is no book in this folder")
    return Library(load_book(path, root=folder) for path in paths)


def library_from_texts(texts: Mapping[str, str]) -> Library:
    """Return a library of the given texts by book name; raises ``InvalidBook``.

    Price classes may point to books that are not among the texts.
    """
    books = (load_text(name, text) for name, text in sorted(texts.items()))
    return Library(books, complete=False)


def content_hash(text: str) -> str:
    """Return the SHA-256 of a book's text (UTF-8), in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _sentences(error: ValidationError) -> str:
    parts = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return "; ".join(parts)
