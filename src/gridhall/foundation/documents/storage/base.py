"""What every store of bytes can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError

CHUNK = 1 << 16


class BlobMissing(GridHallError):
    """The store has nothing under that name."""

    code = "DOCUMENT_FILE_MISSING"
    template = gettext_noop(
        "The file of this document is missing from the store. Tell your administrator: "
        "it has to come from a backup."
    )


class StoreUnreachable(GridHallError):
    """The store did not answer, or refused us."""

    code = "DOCUMENT_STORE_UNREACHABLE"
    template = gettext_noop(
        "The document store cannot be reached. Nothing was lost; try again in a few minutes."
    )
    status = 503


class BlobStore(Protocol):
    """Named bytes that appear whole or not at all. A name is 64 hexadecimal digits."""

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keep the bytes under ``name``, in place of what was there.

        If ``chunks`` raises, nothing is kept. Raises StoreUnreachable.
        """

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes. Raises BlobMissing, StoreUnreachable."""

    def has(self, name: str) -> bool:
        """Tell whether there are bytes under ``name``. Raises StoreUnreachable."""

    def remove(self, name: str) -> None:
        """Forget the bytes; a name that is not there is none to forget."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Yield every name with the moment it was written."""
