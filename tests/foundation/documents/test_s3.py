"""The same store, against a real S3-compatible server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import boto3
import pytest
from moto.server import ThreadedMotoServer

from gridhall.foundation.documents import services
from gridhall.foundation.documents.models import Document
from gridhall.foundation.documents.selectors import content_of, is_sound
from gridhall.foundation.documents.services import DocumentTooLarge
from gridhall.foundation.documents.storage import BlobMissing, StoreUnreachable, current_store
from gridhall.foundation.documents.storage import s3 as s3_module
from tests.foundation.documents.conftest import PDF

BUCKET = "gridhall-papers"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, settings, monkeypatch, db):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    s3_module._client.cache_clear()
    settings.GRIDHALL_DOCUMENT_STORE = {
        "bucket": BUCKET, "endpoint": endpoint, "region": "cn-north-1", "prefix": "papers/",
    }  # fmt: skip
    client = boto3.client("s3", endpoint_url=endpoint, region_name="cn-north-1")
    client.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "cn-north-1"}
    )
    yield client
    for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=one["Key"])
    client.delete_bucket(Bucket=BUCKET)
    s3_module._client.cache_clear()


@pytest.fixture
def document(bucket, put):
    return put("张三.pdf", PDF)


def keys(client) -> list[str]:
    return [one["Key"] for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_what_was_stored_comes_back_and_lies_sealed_in_the_bucket(document, bucket):
    assert b"".join(content_of(document=document)) == PDF
    assert keys(bucket) == [f"papers/{document.blob}"]
    stored = bucket.get_object(Bucket=BUCKET, Key=keys(bucket)[0])["Body"].read()
    assert b"who lives" not in stored
    assert is_sound(document)


def test_a_refused_file_leaves_nothing(bucket, put):
    with pytest.raises(DocumentTooLarge):
        put("a.pdf", PDF, PDF, limit=len(PDF) + 5)

    assert keys(bucket) == []


def test_what_is_missing_is_said(document, bucket):
    current_store().remove(document.blob)

    assert not current_store().has(document.blob)
    assert not is_sound(document)
    with pytest.raises(BlobMissing):
        b"".join(content_of(document=document))


def test_what_was_altered_is_never_given(document, bucket):
    (key,) = keys(bucket)
    content = bucket.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    bucket.put_object(Bucket=BUCKET, Key=key, Body=content[:-3] + b"abc")

    assert not is_sound(document)


def test_a_store_that_does_not_answer_is_told_as_such(document, settings):
    settings.GRIDHALL_DOCUMENT_STORE |= {"endpoint": "http://127.0.0.1:9"}

    with pytest.raises(StoreUnreachable):
        content_of(document=document)


def test_a_bucket_that_is_not_ours_is_told_as_such(document, settings):
    settings.GRIDHALL_DOCUMENT_STORE |= {"bucket": "somebody-elses"}

    with pytest.raises(StoreUnreachable):
        current_store().write("0" * 64, [b"x"])


def test_files_that_nobody_owns_are_removed(document, bucket):
    current_store().write("0" * 64, [b"of a killed upload"])

    assert services.remove_orphans(at=datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert services.remove_orphans(at=datetime(2100, 1, 1, tzinfo=UTC)) == 1
    assert keys(bucket) == [f"papers/{document.blob}"]
    assert Document.objects.count() == 1
