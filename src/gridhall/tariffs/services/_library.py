"""Publishing the books of a release of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock
from gridhall.rating.books import Library, LoadedBook, load_library, load_text

from .. import selectors
from ..folder import packaged_folder
from ..models import TariffBook, TariffLibrary

LOCK = "tariffs.publish_library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a publication changed: the paths of books that are new, changed or withdrawn."""

    library_hash: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def changed_anything(self) -> bool:
        """Tell whether the library is another one than before."""
        return bool(self.new or self.changed or self.withdrawn)


@transaction.atomic
def publish_library(
    *, at: datetime, actor_id: int | None, folder: Path | None = None
) -> Publication:
    """Make the books of a folder (by default those of this program) the current ones.

    All books are validated together first; raises ``rating.books.InvalidBook`` and changes nothing
    if one is wrong. Changed books become new versions; the old ones are kept. Publishing the same
    books again changes nothing. A book whose current version people of this company wrote stays
    as it is; the whole is validated with it.
    """
    hold_lock(LOCK)
    library = _with_own_books(load_library(folder or packaged_folder()))
    publication = _compare(library)
    if publication.changed_anything:
        _replace(library, publication, at=at, actor_id=actor_id)
        audit.record(
            action="tariffs.publish", at=at, actor_id=actor_id, object_type="tariff_library",
            object_label=publication.library_hash[:12],
            changes={
                "library": publication.library_hash,
                "new": list(publication.new),
                "changed": list(publication.changed),
                "withdrawn": list(publication.withdrawn),
            },
        )  # fmt: skip
    return publication


def _with_own_books(library: Library) -> Library:
    """Return the books of the program with those this company wrote in their place."""
    own = TariffBook.objects.filter(replaced_at=None, draft__isnull=False)
    books = {book.path: load_text(book.path, book.text) for book in own}
    return Library((library.books | books).values()) if books else library


def _compare(library: Library) -> Publication:
    held = dict(TariffBook.objects.filter(replaced_at=None).values_list("path", "content_hash"))
    offered = {name: loaded.sha256 for name, loaded in library.books.items()}
    return Publication(
        library_hash=selectors.hash_of_books(offered.items()),
        new=tuple(sorted(offered.keys() - held.keys())),
        changed=tuple(sorted(p for p in offered.keys() & held.keys() if offered[p] != held[p])),
        withdrawn=tuple(sorted(held.keys() - offered.keys())),
    )


def _replace(
    library: Library, publication: Publication, *, at: datetime, actor_id: int | None
) -> None:
    gone = publication.changed + publication.withdrawn
    TariffBook.objects.filter(path__in=gone, replaced_at=None).update(replaced_at=at)
    TariffBook.objects.bulk_create(
        _version(library.books[path], at=at, actor_id=actor_id)
        for path in publication.new + publication.changed
    )
    keep_library(library_hash=publication.library_hash, at=at)


def keep_library(*, library_hash: str, at: datetime) -> None:
    """Remember which books are current together, under their hash."""
    known, created = TariffLibrary.objects.get_or_create(
        library_hash=library_hash, defaults={"first_current_at": at}
    )
    if created:
        known.books.set(TariffBook.objects.filter(replaced_at=None))


def _version(loaded: LoadedBook, *, at: datetime, actor_id: int | None) -> TariffBook:
    content = loaded.content
    return TariffBook(
        path=loaded.name, title_zh=content.title.zh, title_en=content.title.en,
        jurisdiction=content.jurisdiction, text=loaded.text, content_hash=loaded.sha256,
        published_at=at, published_by_id=actor_id,
    )  # fmt: skip
