"""Who has used a version of a book: asked before a version is withdrawn.

Contexts above register a counter when they start, so that this one need not know them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: (path, content hash, hashes of the libraries that hold the version) → how many uses
Counter = Callable[[str, str, Iterable[str]], int]
_counters: dict[str, Counter] = {}


def register(name: str, counter: Counter) -> None:
    """Make a counter known under a name; the same name again replaces it."""
    _counters[name] = counter


def count(path: str, content_hash: str, library_hashes: Iterable[str]) -> int:
    """Return how often a version was used by anybody."""
    hashes = list(library_hashes)
    return sum(counter(path, content_hash, hashes) for counter in _counters.values())
