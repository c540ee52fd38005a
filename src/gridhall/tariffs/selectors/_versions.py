"""Reads of versions: any two compared, the one before, the libraries that held one."""

from __future__ import annotations

from dataclasses import dataclass

from gridhall.rating.books import Library, load_text
from gridhall.rating.books.diff import BookChange, diff_books

from ..errors import NoSheetGrid, UnknownTariffVersion
from ..models import TariffBook, TariffDraft, TariffLibrary
from . import _library

WITHDRAWN = TariffDraft.Status.WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGrid:
    """Where the monthly sheet of a grid belongs: its structure, keys, folder and territory."""

    structure: str
    prefix: str
    folder: str
    jurisdiction: str
    title_zh: str
    title_en: str


def version(*, version_id: int) -> TariffBook:
    """Return one version of a book; raises UnknownTariffVersion."""
    rows = TariffBook.objects.select_related("published_by", "draft")
    found = rows.filter(pk=version_id).first()
    if found is None:
        raise UnknownTariffVersion
    return found


def versions(*, path: str) -> list[_library.BookRow]:
    """Return all versions of a book without their texts, the newest first."""
    rows = TariffBook.objects.filter(path=path).defer("text", "log")
    rows = rows.select_related("published_by").order_by("-published_at", "-pk")
    return [_library.row_of(one) for one in rows]


def version_before(row: TariffBook) -> TariffBook | None:
    """Return the version to return to when one is withdrawn: none for a book that was new.

    A version that was withdrawn itself is passed over, together with the return from it.
    """
    found = _directly_before(row)
    while found is not None and found.draft and found.draft.status == WITHDRAWN:
        returned = _directly_before(found)
        found = _directly_before(returned) if returned else None
    return found


def _directly_before(row: TariffBook) -> TariffBook | None:
    rows = TariffBook.objects.filter(path=row.path, replaced_at=row.published_at, pk__lt=row.pk)
    return rows.select_related("draft").order_by("-pk").first()


def libraries_with(row: TariffBook) -> list[str]:
    """Return the hashes of the libraries that held a version, under any of its numbers."""
    rows = TariffLibrary.objects.filter(books__path=row.path, books__content_hash=row.content_hash)
    return list(rows.values_list("library_hash", flat=True).distinct())


def changes_of_versions(*, old_id: int | None, new_id: int) -> tuple[BookChange, ...]:
    """Return what changes between two versions of a book, in words; from nothing without ``old``.

    Raises UnknownTariffVersion, also for versions of two books.
    """
    new = version(version_id=new_id)
    old = version(version_id=old_id) if old_id else None
    if old is not None and old.path != new.path:
        raise UnknownTariffVersion
    before = load_text(old.path, old.text).content if old else None
    return diff_books(before, load_text(new.path, new.text).content)


def library_with_draft(row: TariffDraft) -> Library:
    """Return the current books with a draft in its place; raises ``rating.books.InvalidBook``."""
    books = _library.current_books() | {row.path: load_text(row.path, row.text)}
    return Library(books.values())


def sheet_grids() -> list[SheetGrid]:
    """Return the grids whose monthly sheet can be imported, by folder and structure."""
    found = []
    for path, book in _library.current_books().items():
        content = book.content
        prefix = next(
            (p.key.rpartition(".")[0] for p in content.parameters if ".agency." in p.key), ""
        )
        found += [
            SheetGrid(
                structure=item.key, prefix=prefix, folder=path.rpartition("/")[0],
                jurisdiction=content.jurisdiction, title_zh=content.title.zh,
                title_en=content.title.en,
            )
            for item in content.structures
            if prefix
        ]  # fmt: skip
    return found


def sheet_grid(*, structure: str) -> SheetGrid:
    """Return the grid of a structure; raises NoSheetGrid."""
    found = next((grid for grid in sheet_grids() if grid.structure == structure), None)
    if found is None:
        raise NoSheetGrid(structure=structure)
    return found
