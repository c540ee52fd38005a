"""Remembering what was read, in each process of the program, for as long as it stays true."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")
_seen: ContextVar[Mapping[str, UUID] | None] = ContextVar("stamps_seen", default=None)


@contextmanager
def looked_once() -> Iterator[None]:
    """Read the stamps once for everything inside: it all goes by what was true at the beginning.

    Only for work that changes nothing that is stamped. Inside of another such block, join it.
    """
    if _seen.get() is not None:
        yield
        return
    token = _seen.set(_stamps())
    try:
        yield
    finally:
        _seen.reset(token)


def remembered(*names: str, size: int = 256) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a function that reads the tables of these stamps answer from memory until they change.

    What it returns is shared by all callers: nobody may change it. Arguments must be hashable.
    While a stamp is missing nothing is remembered.
    """

    def remember(find: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=size)
        def found(_versions: tuple[UUID | None, ...], *args: Any, **kwargs: Any) -> T:
            return find(*args, **kwargs)

        @wraps(find)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            stamps = _seen.get() or _stamps()
            versions = tuple(stamps.get(name) for name in names)
            if None in versions:
                return find(*args, **kwargs)
            return found(versions, *args, **kwargs)  # type: ignore[arg-type]

        return ask

    return remember


def _stamps() -> Mapping[str, UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, version FROM stamps_stamp")
        return dict(cursor.fetchall())
