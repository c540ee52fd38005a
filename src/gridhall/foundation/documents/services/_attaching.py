"""Attaching papers to business objects, giving them new versions, opening them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from gridhall.foundation.audit.services import record
from gridhall.kernel.errors import GridHallError

from .. import access, kinds, pictures, selectors
from ..access import NoSuchDocument, Reader, Subject
from ..models import Document, DocumentLink, DocumentVersion
from ._storing import store_document


class AlreadyThere(GridHallError):
    """The very same bytes are the version in force already."""

    code = "DOCUMENT_VERSION_UNCHANGED"
    template = gettext_noop("{name}: this is the same file as the version in force.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that somebody sends: its name, what the sender calls its type, its bytes."""

    name: str
    media_type: str
    chunks: Iterable[bytes]


def attach(
    *, subject_type: str, subject_id: str, kind: str, upload: Upload, reader: Reader, at: datetime,
    note: str = "", request_id: str = "",
) -> DocumentLink:  # fmt: skip
    """Attach a file to a subject as version 1 of a new paper.

    Raises NoSuchDocument, MayNotAttach, and what ``store_document`` raises.
    """
    subject = access.demand(
        subject_type=subject_type, subject_id=subject_id, reader=reader, write=True
    )
    with transaction.atomic():
        stored = _store(upload, kind, reader, at, subject=subject)
        link = DocumentLink.objects.create(
            subject_type=subject.type, subject_id=subject.id, account_ref=subject.account_ref,
            organisation_id=subject.organisation_id, kind=kind, created_at=at,
            created_by_id=reader.user_id,
        )  # fmt: skip
        _add(link, stored, number=1, note=note, reader=reader, at=at)
        _note("documents.attached", link, subject, reader, at, request_id, version=1)
    return link


def add_version(
    *, link_id: int, upload: Upload, reader: Reader, at: datetime, note: str = "",
    request_id: str = "",
) -> DocumentVersion:  # fmt: skip
    """Give a paper a new version; the ones before stay.

    Raises NoSuchDocument, MayNotAttach, AlreadyThere, and what ``store_document`` raises.
    """
    link, subject = _link(link_id, reader, write=True)
    with transaction.atomic():
        stored = _store(upload, link.kind, reader, at, subject=subject)
        link = DocumentLink.objects.select_for_update().get(pk=link.pk)
        last = link.versions.select_related("document").order_by("-number").first()
        if link.erased_at is not None or last is None:
            raise NoSuchDocument
        if last.document.content_hash == stored.content_hash:
            raise AlreadyThere(name=stored.name)
        number = last.number + 1
        version = _add(link, stored, number=number, note=note, reader=reader, at=at)
        _note("documents.version_added", link, subject, reader, at, request_id, version=number)
    return version


def open_version(
    *, link_id: int, number: int, reader: Reader, at: datetime, shown: bool, request_id: str = "",
) -> tuple[Document, Iterator[bytes]]:  # fmt: skip
    """Return a version's document and its plain bytes; that somebody took it is audited.

    ``shown``: looked at in the page, else saved as a file. Raises NoSuchDocument, DocumentErased,
    DocumentInQuarantine, BlobMissing, StoreUnreachable; DocumentDamaged while reading.
    """
    link, subject = _link(link_id, reader)
    version = link.versions.select_related("document").filter(number=number).first()
    if version is None:
        raise NoSuchDocument
    content = selectors.content_of(document=version.document)
    action = "documents.viewed" if shown else "documents.downloaded"
    _note(action, link, subject, reader, at, request_id, version=number)
    return version.document, content


def _store(
    upload: Upload, kind: str, reader: Reader, at: datetime, *, subject: Subject
) -> Document:  # fmt: skip
    chunks = upload.chunks
    if access.has_bare_pictures(subject):
        chunks = pictures.bare(chunks, limit=kinds.kind_of(kind).max_bytes)
    return store_document(
        name=upload.name, chunks=chunks, media_type=upload.media_type, kind=kind, at=at,
        created_by_id=reader.user_id,
    )  # fmt: skip


def _add(
    link: DocumentLink, document: Document, *, number: int, note: str, reader: Reader,
    at: datetime,
) -> DocumentVersion:  # fmt: skip
    return DocumentVersion.objects.create(
        link=link, number=number, document=document, note=note.strip()[:200], created_at=at,
        created_by_id=reader.user_id,
    )  # fmt: skip


def _link(link_id: int, reader: Reader, *, write: bool = False) -> tuple[DocumentLink, Subject]:
    link = DocumentLink.objects.filter(pk=link_id).first()
    if link is None:
        raise NoSuchDocument
    subject = access.demand(
        subject_type=link.subject_type, subject_id=link.subject_id, reader=reader, write=write
    )
    return link, subject


def _note(
    action: str, link: DocumentLink, subject: Subject, reader: Reader, at: datetime,
    request_id: str, *, version: int,
) -> None:  # fmt: skip
    record(
        action=action, object_type="documents.DocumentLink", object_id=link.pk,
        object_label=subject.label, account_id=subject.account_ref,
        organisation_id=subject.organisation_id,
        changes={"kind": link.kind, "version": version}, at=at, actor_id=reader.user_id,
        request_id=request_id,
    )  # fmt: skip
