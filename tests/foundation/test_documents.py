"""Stored files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gridhall.foundation.documents.models import Document
from gridhall.foundation.documents.selectors import path_of
from gridhall.foundation.documents.services import DocumentTooLarge, store_document

AT = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def store(settings, tmp_path, db):
    """Return a function that stores bytes under a name, into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "documents"

    def put(name, *chunks, limit=None):
        return store_document(
            name=name, chunks=chunks, media_type="text/csv", kind="import", at=AT,
            created_by_id=None, limit=limit,
        )  # fmt: skip

    return put


def _files(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_keeps_bytes_under_their_hash(store, settings):
    one = store("客户.csv", b"ab", b"c")
    same = store("copy.csv", b"abc")

    assert path_of(document=one).read_bytes() == b"abc"
    assert (one.size, one.content_hash) == (3, same.content_hash)
    assert len(_files(settings)) == 1
    assert Document.objects.count() == 2


def test_a_name_cannot_lead_elsewhere(store, settings):
    document = store("../../etc/passwd", b"x")

    assert document.name == "passwd"
    assert path_of(document=document).is_relative_to(settings.MEDIA_ROOT)


def test_a_file_that_is_too_large_leaves_nothing(store, settings):
    def endless():
        while True:
            yield b"x" * 1000

    with pytest.raises(DocumentTooLarge):
        store_document(
            name="big.csv", chunks=endless(), media_type="text/csv", kind="import", at=AT,
            created_by_id=None, limit=5000,
        )  # fmt: skip
    assert _files(settings) == []
    assert Document.objects.count() == 0


def test_a_broken_upload_leaves_nothing(store, settings):
    def breaks():
        yield b"x"
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        store_document(
            name="b.csv", chunks=breaks(), media_type="", kind="import", at=AT, created_by_id=None
        )
    assert _files(settings) == []


def test_others_on_the_machine_cannot_read(store, settings):
    document = store("a.csv", b"x")

    assert path_of(document=document).stat().st_mode & 0o077 == 0
    assert Path(settings.MEDIA_ROOT).stat().st_mode & 0o077 == 0
