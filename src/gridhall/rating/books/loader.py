"""Read tariff books from YAML files or from text (a bundle carries text)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from gridhall.rating.books.errors import InvalidBook
from gridhall.rating.books.library import Library, LoadedBook
from gridhall.rating.books.plausible import check_plausible
from gridhall.rating.books.schema import Book


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Read YAML quickly, and refuse a key that is written twice in one place."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; raises ``yaml.YAMLError`` for a key given twice."""
        keys = [key.value for key, _value in node.value if key.value != "<<"]
        if len(set(keys)) != len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            place = f"line {node.start_mark.line + 1}"
            raise yaml.YAMLError(f"{twice!r} is written twice below {place}")
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


def parse(text: str) -> Any:
    """Return what the YAML text holds; raises ``yaml.YAMLError``, also for a doubled key."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - derived from the safe loader


def load_text(name: str, text: str) -> LoadedBook:
    """Return the validated book of that name; raises ``InvalidBook`` with the place and reason."""
    try:
        content = Book.model_validate(parse(text))
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
    raw = parse(text)
    name = raw.get("book", "") if isinstance(raw, dict) else ""
    return load_text(str(name) or path.stem, text)


def load_library(folder: Path) -> Library:
    """Return all books below a folder as one library; raises ``InvalidBook``.

    Published books are also held to what their units can mean (``plausible``).
    """
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise InvalidBook(book=str(folder), problem="there is no book in this folder")
    books = [load_book(path, root=folder) for path in paths]
    for book in books:
        check_plausible(book)
    return Library(books)


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
