"""Pages of billing's long lists: newest first, read by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import models
from django.db.models import QuerySet

from gridhall.foundation.paging import Page, keyset_page

__all__ = ["PAGE_SIZE", "Page", "clamp", "page"]

Row = TypeVar("Row")
Found = TypeVar("Found", bound=models.Model)
PAGE_SIZE = 50
MAX_PAGE_SIZE = 501


def page(
    rows: QuerySet[Found], *, view: Callable[[Found], Row], after: str, before: str, limit: int
) -> Page[Row]:
    """Return a page by key, newest first; a key that is no number counts as none."""
    return keyset_page(
        rows, field="pk", after=after, before=before, limit=clamp(limit),
        view=lambda found: [view(row) for row in found], descending=True,
    )  # fmt: skip


def clamp(limit: int) -> int:
    """Return a page size between 1 and MAX_PAGE_SIZE."""
    return max(1, min(limit, MAX_PAGE_SIZE))
