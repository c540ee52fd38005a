"""Which store this installation uses."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from .base import BlobStore
from .disk import DiskStore
from .s3 import S3Store


def current_store() -> BlobStore:
    """Return the store that the setting GRIDHALL_DOCUMENT_STORE names: a folder, or S3."""
    chosen: dict[str, str] = settings.GRIDHALL_DOCUMENT_STORE
    if chosen.get("bucket"):
        return S3Store(**chosen)
    return DiskStore(Path(settings.MEDIA_ROOT))
