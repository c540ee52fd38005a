"""Storing files safely."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError

from .models import Document
from .selectors import path_of_hash


class DocumentTooLarge(GridHallError):
    """The file is larger than the limit."""

    code = "DOCUMENT_TOO_LARGE"
    template = gettext_noop(
        "{name}: larger than the limit of {limit_mb} MB. Split the file and try again."
    )


def store_document(
    *, name: str, chunks: Iterable[bytes], media_type: str, kind: str, at: datetime,
    created_by_id: int | None, limit: int | None = None,
) -> Document:  # fmt: skip
    """Write the bytes to the store and return their document.

    The file is written beside its place and renamed, so a kill leaves no half file. Raises
    DocumentTooLarge once more than ``limit`` bytes (default: the upload limit) have come.
    """
    limit = limit or settings.GRIDHALL_MAX_UPLOAD_BYTES
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as file:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise DocumentTooLarge(name=name, limit_mb=limit // 1024 // 1024)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    target = path_of_hash(digest.hexdigest())
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    Path(file.name).replace(target)
    return Document.objects.create(
        name=Path(name).name[:200], media_type=media_type, size=size, kind=kind,
        content_hash=digest.hexdigest(), created_at=at, created_by_id=created_by_id,
    )  # fmt: skip
