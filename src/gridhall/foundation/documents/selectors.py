"""Reads of stored files."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from .models import Document


def path_of_hash(content_hash: str) -> Path:
    """Return where bytes with that SHA-256 lie."""
    return Path(settings.MEDIA_ROOT) / content_hash[:2] / content_hash


def path_of(*, document: Document) -> Path:
    """Return the file of a document."""
    return path_of_hash(document.content_hash)
