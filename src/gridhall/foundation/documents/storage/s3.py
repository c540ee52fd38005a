"""Bytes in an S3-compatible store (the extra ``gridhall[s3]``).

Keys of access come the way boto3 finds them (``AWS_ACCESS_KEY_ID`` and so on, or the machine's
role); address and bucket are settings.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from .base import CHUNK, BlobMissing, StoreUnreachable

IN_MEMORY = 8 * 1024 * 1024
NOT_FOUND = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Store:
    """The store in a bucket. ``endpoint`` is empty for Amazon's own; ``prefix`` ends in "/"."""

    bucket: str
    endpoint: str = ""
    region: str = ""
    prefix: str = ""

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Gather the sealed bytes beside, then put them in one request: whole or not at all."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            for chunk in chunks:
                file.write(chunk)
            size = file.tell()
            file.seek(0)
            with _failures_told(name):
                self._client.put_object(
                    Bucket=self.bucket, Key=self.prefix + name, Body=file, ContentLength=size
                )

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes."""
        with _failures_told(name):
            found = self._client.get_object(Bucket=self.bucket, Key=self.prefix + name)
        return _pieces(found["Body"], name)

    def has(self, name: str) -> bool:
        """Ask for the head of the object."""
        try:
            with _failures_told(name):
                self._client.head_object(Bucket=self.bucket, Key=self.prefix + name)
        except BlobMissing:
            return False
        return True

    def remove(self, name: str) -> None:
        """Delete the object."""
        with _failures_told(name):
            self._client.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Yield the names in the bucket, a page at a time."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix
        )
        with _failures_told(""):
            for page in pages:
                for one in page.get("Contents", []):
                    yield one["Key"].removeprefix(self.prefix), one["LastModified"]

    @property
    def _client(self) -> Any:
        return _client(self.endpoint, self.region)


@lru_cache(maxsize=4)
def _client(endpoint: str, region: str) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3", endpoint_url=endpoint or None, region_name=region or None,
        config=Config(
            connect_timeout=5, read_timeout=30, retries={"total_max_attempts": 3},
            s3={"addressing_style": "path"} if endpoint else None,
        ),
    )  # fmt: skip


def _pieces(body: Any, name: str) -> Iterator[bytes]:
    with _failures_told(name), body:
        yield from body.iter_chunks(CHUNK)


@contextmanager
def _failures_told(name: str) -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in NOT_FOUND:
            raise BlobMissing(name=name) from error
        raise StoreUnreachable from error
    except BotoCoreError as error:
        raise StoreUnreachable from error
