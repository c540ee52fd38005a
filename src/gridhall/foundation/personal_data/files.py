"""Files with personal data that are offered for some days: kept sealed in the document store."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.documents import filetypes, kinds, selectors, services

KIND = "privacy"
kinds.register(
    kinds.DocumentKind(
        code=KIND, label=_("File with personal data, offered for some days"), limit_mb=500,
        media_types=frozenset({filetypes.ZIP, filetypes.XLSX, filetypes.CSV}), retention="WORKING",
        attachable=False, read_by_owner=True,
    )
)  # fmt: skip


def keep(
    *, name: str, content: bytes, media_type: str, at: datetime, created_by_id: int | None
) -> int:
    """Store a file and return the id of its document."""
    return services.store_document(
        name=name, chunks=[content], media_type=media_type, kind=KIND, at=at,
        created_by_id=created_by_id,
    ).pk  # fmt: skip


def read(document_id: int) -> tuple[str, bytes]:
    """Return name and content of a file."""
    document = selectors.stored_documents().get(pk=document_id)
    return document.name, b"".join(selectors.content_of(document=document))


def drop(document_id: int, *, at: datetime) -> None:
    """Take a file out of the store for good."""
    services.erase_document(document_id=document_id, at=at)
