"""Pages of long tables: from a key onwards, so that page 10,000 is as quick as page 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import QuerySet

Row = TypeVar("Row")
Found = TypeVar("Found", bound=models.Model)
COUNT_LIMIT = 10_000
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """One page of a table.

    ``count`` is the exact number of rows, or ``None`` for more than ``counted_to`` ("many").
    ``next_key`` and ``previous_key`` are what to ask for as ``after`` and ``before``; empty at
    the end and at the beginning.
    """

    rows: tuple[Row, ...]
    count: int | None
    next_key: str = ""
    previous_key: str = ""
    counted_to: int = COUNT_LIMIT


def count_up_to_limit(found: QuerySet[Any], limit: int | None = None) -> int | None:
    """Return the number of rows, or ``None`` if there are more than the limit."""
    limit = COUNT_LIMIT if limit is None else limit
    number = found.order_by().values("pk")[: limit + 1].count()
    return None if number > limit else number


def keyset_page(
    found: QuerySet[Found], *, field: str, after: str, before: str, limit: int,
    view: Callable[[list[Found]], list[Row]], descending: bool = False,
    count_to: int | None = None, count: Callable[[], int | None] | None = None,
) -> Page[Row]:  # fmt: skip
    """Return the page of ``found`` that follows ``after`` (or ends before ``before``).

    ``field`` is unique and gives the order; ``view`` turns the models of the page into rows. A
    list whose rows cost much to find is counted only up to a smaller ``count_to``, or by a
    ``count`` of its own.
    """
    after, before = _key(found, field, after), _key(found, field, before)
    backwards = bool(before) and not after
    forward_is_up = descending is backwards
    rows = found
    if after or before:
        rows = rows.filter(**{f"{field}__{'gt' if forward_is_up else 'lt'}": after or before})
    ordered = rows.order_by(field if forward_is_up else f"-{field}")
    taken = list(ordered[: limit + 1])
    more, taken = len(taken) > limit, taken[:limit]
    if backwards:
        taken.reverse()
    first = str(getattr(taken[0], field)) if taken else ""
    last = str(getattr(taken[-1], field)) if taken else ""
    return Page(
        rows=tuple(view(taken)),
        count=count() if count else count_up_to_limit(found, count_to),
        next_key=last if (more or backwards) else "",
        previous_key=first if (more if backwards else bool(after)) else "",
        counted_to=COUNT_LIMIT if count_to is None else count_to,
    )


def _key(found: QuerySet[Any], field: str, text: str) -> str:
    """Return a key from an address; what is no number where one is needed counts as no key."""
    table = found.model._meta
    if not isinstance(table.pk if field == "pk" else table.get_field(field), models.IntegerField):
        return text
    return text if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else ""
