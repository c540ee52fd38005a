"""Reads of stored files and of what they are attached to."""

from __future__ import annotations

import base64
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError

from . import sealing
from .models import Document
from .storage import BlobMissing, current_store


class DocumentErased(GridHallError):
    """Its time of retention is over, or it was erased on demand."""

    code = "DOCUMENT_ERASED"
    template = gettext_noop("This document was erased on {day}; only its record is left.")
    status = 410


class DocumentInQuarantine(GridHallError):
    """It was not scanned yet."""

    code = "DOCUMENT_IN_QUARANTINE"
    template = gettext_noop(
        "This document waits for the virus scanner and cannot be opened before. Try again later."
    )


def blob_of(document: Document) -> str:
    """Return the name of its bytes in the store; those of old lie under their hash."""
    return document.blob or document.content_hash


def content_of(*, document: Document) -> Iterator[bytes]:
    """Yield the plain bytes of a document.

    Raises DocumentErased, DocumentInQuarantine, and while reading BlobMissing, DocumentDamaged,
    StoreUnreachable.
    """
    if document.erased_at is not None:
        raise DocumentErased(day=document.erased_at.date())
    if document.scan == Document.Scan.QUARANTINED:
        raise DocumentInQuarantine
    return plain_bytes(document)


def plain_bytes(document: Document) -> Iterator[bytes]:
    """Yield the plain bytes whatever the state of the document: for jobs, never for people."""
    blob = blob_of(document)
    stored = current_store().read(blob)
    if not document.data_key:
        return stored
    return sealing.unseal(stored, key=base64.b64decode(document.data_key), name=blob)


@dataclass(frozen=True, slots=True)
class PlainCopy:
    """A decrypted copy for readers that need a file; gone when nobody holds it any more.

    On Linux the file has no name, so that not even a kill leaves it behind.
    """

    path: Path
    file: IO[bytes]


def plain_copy(*, document: Document) -> PlainCopy:
    """Return a copy of the plain bytes as a file. Raises what ``content_of`` raises."""
    linux = sys.platform == "linux"
    made = tempfile.TemporaryFile if linux else tempfile.NamedTemporaryFile
    file = made()  # closed with the copy
    for chunk in content_of(document=document):
        file.write(chunk)
    file.flush()
    path = Path(f"/proc/self/fd/{file.fileno()}" if linux else str(file.name))
    return PlainCopy(path, file)


def is_sound(document: Document) -> bool:
    """Tell whether the bytes in the store are what was put there, by reading them all."""
    digest = sealing.content_hash() if document.data_key else hashlib.sha256()
    try:
        for chunk in plain_bytes(document):
            digest.update(chunk)
    except (BlobMissing, sealing.DocumentDamaged, OSError):
        return False
    return digest.hexdigest() == document.content_hash


def stored_documents() -> QuerySet[Document]:
    """Return every document whose bytes are in the store, in order."""
    return Document.objects.filter(erased_at__isnull=True).order_by("pk")


def orphans(*, before: datetime) -> Iterator[str]:
    """Yield names in the store that belong to no document and were written before a moment."""
    for name, written in current_store().names():
        if written < before and not _wanted(name):
            yield name


def _wanted(name: str) -> bool:
    kept = Document.objects.filter(erased_at__isnull=True)
    return kept.filter(blob=name).exists() or kept.filter(blob="", content_hash=name).exists()
