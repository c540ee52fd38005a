"""Files of before there was encryption: they open, and a job that may be killed seals them."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from django.conf import settings as current

from gridhall.config import secrets
from gridhall.foundation.documents import selectors, services, tasks
from gridhall.foundation.documents.models import Document
from gridhall.foundation.documents.selectors import content_of, is_sound
from gridhall.foundation.documents.storage import current_store
from tests.foundation.documents.conftest import AT, PDF


@pytest.fixture
def old(folder):
    """Return a function that stores a file as it was done before: in clear, under its SHA-256."""

    def put(content, name="旧.csv"):
        name_in_store = hashlib.sha256(content).hexdigest()
        current_store().write(name_in_store, [content])
        return Document.objects.create(
            name=name, media_type="text/csv", size=len(content), content_hash=name_in_store,
            kind="import", created_at=AT,
        )  # fmt: skip

    return put


def in_store() -> list[str]:
    return sorted(name for name, _written in current_store().names())


def text_of(document: Document) -> bytes:
    return b"".join(content_of(document=Document.objects.get(pk=document.pk)))


def test_a_file_in_clear_still_opens(old):
    document = old(b"a,b\n1,2\n")

    assert text_of(document) == b"a,b\n1,2\n"
    assert is_sound(document)
    assert services.remove_orphans(at=datetime(2100, 1, 1, tzinfo=UTC)) == 0


def test_the_job_seals_what_is_in_clear_and_only_that(old, put):
    one, same, other = old(b"a,b\n"), old(b"a,b\n"), old(PDF)
    new = put("a.pdf", PDF)
    told = []

    assert services.encrypt_stored_documents(progress=lambda *step: told.append(step)) == 3
    assert services.encrypt_stored_documents() == 0

    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [text_of(document) for document in (one, same, other, new)] == [
        b"a,b\n", b"a,b\n", PDF, PDF,
    ]  # fmt: skip
    rows = Document.objects.order_by("pk")
    assert in_store() == sorted(row.blob for row in rows)
    assert rows[0].content_hash == rows[1].content_hash
    assert rows[2].content_hash == rows[3].content_hash
    assert all(is_sound(row) for row in rows)
    clear = [b"a,b\n", b"who lives"]
    stored = [b"".join(current_store().read(name)) for name in in_store()]
    assert not any(text in content for text in clear for content in stored)


def test_killed_in_the_middle_it_goes_on_where_it_was(old, monkeypatch):
    documents = [old(f"file {n}".encode()) for n in range(4)]
    filter_rows = Document.objects.filter
    calls = []

    class Killed(BaseException):
        pass

    def dying(*args, **kwargs):
        if "pk" in kwargs:  # the file is written, the row is not
            calls.append(1)
            if len(calls) == 3:
                raise Killed
        return filter_rows(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Document.objects, "filter", dying)
        with pytest.raises(Killed):
            services.encrypt_stored_documents()
    assert Document.objects.filter(blob="").count() == 2
    assert [text_of(document) for document in documents] == [f"file {n}".encode() for n in range(4)]

    assert services.encrypt_stored_documents() == 2
    assert services.remove_orphans(at=datetime(2100, 1, 1, tzinfo=UTC)) == 1
    assert [text_of(document) for document in documents] == [f"file {n}".encode() for n in range(4)]


def test_a_missing_file_stops_nobody(old):
    gone, there = old(b"gone"), old(b"there")
    current_store().remove(gone.content_hash)

    assert services.encrypt_stored_documents() == 1
    assert text_of(there) == b"there"


def test_keys_rotate_without_touching_a_file(put, settings):
    document = put("a.pdf", PDF)
    before = {name: b"".join(current_store().read(name)) for name in in_store()}
    ring = current.GRIDHALL_KEYRING
    other = base64.b64encode(b"another key of thirty-two bytes!").decode()
    keys = {name: base64.b64encode(key).decode() for name, key in ring.keys.items()}
    settings.GRIDHALL_KEYRING = secrets.parse_keyring(
        f'{{"active": "t2", "keys": {{"t1": "{keys["t1"]}", "t2": "{other}"}}, '
        f'"index_key": "{base64.b64encode(ring.index_key).decode()}"}}'
    )

    for row in Document.objects.all():
        row.save(update_fields=["name", "data_key"])  # what a rotation does to every field

    settings.GRIDHALL_KEYRING = secrets.parse_keyring(
        f'{{"active": "t2", "keys": {{"t2": "{other}"}}, '
        f'"index_key": "{base64.b64encode(ring.index_key).decode()}"}}'
    )
    assert text_of(document) == PDF
    assert {name: b"".join(current_store().read(name)) for name in in_store()} == before


def test_the_nightly_job_does_all_of_it(old):
    old(b"a,b\n")

    assert tasks.upkeep(0) == 0
    assert not Document.objects.filter(blob="").exists()
    assert selectors.stored_documents().count() == 1
