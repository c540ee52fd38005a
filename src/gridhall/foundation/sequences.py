"""Numbers of the database's sequences; those of one piece of work are asked for together."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection

#: What each kind of work took the last time, in this process of the program.
_usual: dict[str, Counter[str]] = {}


@dataclass
class _Work:
    """The numbers taken ahead for a piece of work, and all that it asked for."""

    ahead: defaultdict[str, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    asked: Counter[str] = field(default_factory=Counter)

    def fetch(self, names: Sequence[str]) -> None:
        for name, number in zip(names, _fetched(names), strict=True):
            self.ahead[name].append(number)


_work: ContextVar[_Work | None] = ContextVar("sequences_work", default=None)


@contextmanager
def taken_together(work: str) -> Iterator[None]:
    """Take at once, at the beginning, as many numbers as this kind of work took the last time.

    What is missing is asked for when it is needed; what is left over is lost, as sequences may.
    Inside of another such block, join it.
    """
    if _work.get() is not None:
        yield
        return
    this = _Work()
    if usual := _usual.get(work):
        this.fetch(list(usual.elements()))
    token = _work.set(this)
    try:
        yield
        _usual[work] = this.asked
    finally:
        _work.reset(token)


def take(names: Sequence[str]) -> list[int]:
    """Return the next number of each of these sequences, in order.

    A name is an expression of SQL made of constants (see ``of_table``).
    """
    this = _work.get()
    if this is None:
        return _fetched(names)
    wanted = Counter(names)
    this.asked += wanted
    missing = [
        name for name, number in wanted.items() for _one in range(number - len(this.ahead[name]))
    ]
    this.fetch(missing)
    return [this.ahead[name].popleft() for name in names]


def of_table(table: str) -> str:
    """Return the sequence that gives the ids of a table, as ``take`` names it."""
    return f"pg_get_serial_sequence('\"{table}\"', 'id')"


def _fetched(names: Sequence[str]) -> list[int]:
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"nextval({name})" for name in names))
        return list(cursor.fetchone())
