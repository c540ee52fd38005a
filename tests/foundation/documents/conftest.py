"""A store in a folder of its own, and a subject that papers can be attached to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from gridhall.foundation.documents import access
from gridhall.foundation.documents.access import Reader, Subject, SubjectKind
from gridhall.foundation.documents.services import Upload, store_document
from gridhall.foundation.identity.models import User

AT = datetime(2026, 1, 5, tzinfo=UTC)
TODAY = date(2026, 1, 5)
PDF = b"%PDF-1.7\n" + b"a proof of who lives here " * 9000
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.fixture
def folder(settings, tmp_path, db):
    """Have the store in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def put(folder):
    """Return a function that stores bytes under a name."""

    def store(name, *chunks, kind="proof", declared="", **more):
        return store_document(
            name=name, chunks=chunks, media_type=declared, kind=kind, at=AT, created_by_id=None,
            **more,
        )  # fmt: skip

    return store


@pytest.fixture
def people(db) -> dict[str, Reader]:
    """Return who may write, who may read and who may do nothing."""
    made = {name: User.objects.create(username=name, display_name=name) for name in "wrs"}
    return {name: Reader(user_id=user.pk, on=TODAY) for name, user in made.items()}


@pytest.fixture
def subject(folder, people) -> Iterator[Subject]:
    """Have a kind of subject with one subject: w writes, r reads, s is a stranger."""
    case = Subject(type="test.case", id="7", label="CASE-7", account_ref=42)
    writers = {people["w"].user_id}
    readers = writers | {people["r"].user_id}
    access.register(
        SubjectKind(
            code="test.case",
            find=lambda pk: case if pk == case.id else None,
            may_read=lambda _subject, reader: reader.user_id in readers,
            may_write=lambda _subject, reader: reader.user_id in writers,
        )
    )
    yield case
    del access._kinds["test.case"]


def upload(name="证明.pdf", content=PDF, media_type="application/pdf") -> Upload:
    return Upload(name=name, media_type=media_type, chunks=[content])
