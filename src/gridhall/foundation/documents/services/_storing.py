"""Taking a file in: sized, sniffed, scanned and sealed on its way, in one pass."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError

from .. import filetypes, kinds, sealing
from ..models import Document
from ..scanning import Scan, Verdict
from ..storage import current_store

LONGEST_NAME = 200


class DocumentTooLarge(GridHallError):
    """The file is larger than the limit."""

    code = "DOCUMENT_TOO_LARGE"
    template = gettext_noop(
        "{name}: larger than the limit of {limit_mb} MB. Split the file and try again."
    )


class DocumentEmpty(GridHallError):
    """The file holds nothing."""

    code = "DOCUMENT_EMPTY"
    template = gettext_noop("{name}: the file is empty. Choose the right one.")


class DocumentTypeNotAllowed(GridHallError):
    """Files of this type are not taken for this kind of document."""

    code = "DOCUMENT_TYPE_NOT_ALLOWED"
    template = gettext_noop(
        "{name}: this is {found}, which is not taken here. Send one of these: {allowed}."
    )


class DocumentTypeMismatch(GridHallError):
    """The name, or what the sender said, promises another type than the bytes are."""

    code = "DOCUMENT_TYPE_MISMATCH"
    template = gettext_noop(
        "{name}: the content is {found}, which the name or the sender does not say. "
        "Save the file again with the right ending and send that."
    )


class _Intake:
    """One file coming in: what is found out while its bytes pass by."""

    def __init__(
        self, *, name: str, kind: kinds.DocumentKind, declared: str, limit: int, scan: Scan
    ) -> None:
        self.name, self.kind, self.declared = name, kind, declared
        self.limit, self.scan = limit, scan
        self.size, self.media_type, self.verdict = 0, "", Verdict.NONE
        self.digest = sealing.content_hash()

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the bytes on; raise at the first thing that is wrong, at the end at the latest."""
        head = b""
        for chunk in chunks:
            self.size += len(chunk)
            if self.size > self.limit:
                raise DocumentTooLarge(name=self.name, limit_mb=self.limit // kinds.MB)
            self.digest.update(chunk)
            self.scan.feed(chunk)
            if not self.media_type:
                head += chunk
                if len(head) < filetypes.HEAD:
                    continue
                self._check(head)
                chunk = head  # noqa: PLW2901 - what was held back goes first
            yield chunk
        if not self.media_type:
            self._check(head)
            yield head
        self.verdict = self.scan.verdict()

    def _check(self, head: bytes) -> None:
        if self.kind.read_by_owner:
            self.media_type = self.declared or filetypes.UNKNOWN
            return
        if not head:
            raise DocumentEmpty(name=self.name)
        found = filetypes.sniff(head[: filetypes.HEAD])
        if found == filetypes.TEXT and self.name.lower().endswith(".csv"):
            found = filetypes.CSV
        if found not in self.kind.media_types:
            allowed = ", ".join(sorted(ending[1:].upper() for ending in self.kind.endings))
            raise DocumentTypeNotAllowed(
                name=self.name, found=filetypes.named(found), allowed=allowed
            )
        if not filetypes.agree(found=found, name=self.name, declared=self.declared):
            raise DocumentTypeMismatch(name=self.name, found=filetypes.named(found))
        self.media_type = found


def store_document(
    *, name: str, chunks: Iterable[bytes], media_type: str, kind: str, at: datetime,
    created_by_id: int | None, limit: int | None = None,
) -> Document:  # fmt: skip
    """Check, seal and store the bytes and return their document.

    ``media_type`` is what the sender says, "" for nothing; ``limit`` bytes, by default the kind's.
    A file that is refused leaves nothing behind; so does a kill. Raises DocumentTooLarge,
    DocumentEmpty, DocumentTypeNotAllowed, DocumentTypeMismatch, VirusFound, ScannerDown,
    StoreUnreachable; KeyError for an unknown kind.
    """
    known, name = kinds.kind_of(kind), clean_name(name)
    blob, key = secrets.token_hex(32), sealing.new_key()
    with Scan(name=name) as scan:
        intake = _Intake(
            name=name, kind=known, declared=media_type, limit=limit or known.max_bytes, scan=scan
        )
        current_store().write(blob, sealing.seal(intake.passing(chunks), key=key, name=blob))
    return Document.objects.create(
        name=name, media_type=intake.media_type, size=intake.size, kind=kind, blob=blob,
        content_hash=intake.digest.hexdigest(), data_key=base64.b64encode(key).decode(),
        scan=intake.verdict, created_at=at, created_by_id=created_by_id,
    )  # fmt: skip


def clean_name(name: str) -> str:
    """Return the last part of a file name without anything that is no text, cut to its length."""
    last = Path(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[:LONGEST_NAME] or "file"
