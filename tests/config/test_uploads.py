"""A body above the limit is refused early, with a page, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gridhall.config import uploads
from gridhall.config.asgi import application

MB = 1024 * 1024


class Caller:
    """A client that sends ``total`` bytes in pieces of one MB, made up as they are asked for."""

    def __init__(self, *, total: int, announce: bool) -> None:
        self.left = total
        self.sent_after_answer = 0
        self.status = 0
        self.page = b""
        self.finished = False
        self.headers = [
            (b"host", b"localhost"),
            (b"content-type", b"multipart/form-data; boundary=x"),
            (b"accept-language", b"en"),
        ]
        if announce:
            self.headers.append((b"content-length", str(total).encode()))

    async def receive(self) -> dict[str, Any]:
        piece = min(MB, self.left)
        self.left -= piece
        if self.status:
            self.sent_after_answer += piece
        return {"type": "http.request", "body": b"x" * piece, "more_body": self.left > 0}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.page += message["body"]
            self.finished = not message.get("more_body")

    def call(self) -> None:
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http", "path": "/workbench/imports/new/", "raw_path": b"", "root_path": "",
            "query_string": b"", "headers": self.headers, "client": ("127.0.0.1", 1),
            "server": ("localhost", 80),
        }  # fmt: skip
        asyncio.run(application(scope, self.receive, self.send))


@pytest.mark.parametrize("announce", [True, False], ids=["announced", "only streamed"])
@pytest.mark.django_db
def test_two_hundred_megabytes_are_refused_and_nothing_stays_on_disk(
    announce: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caller = Caller(total=200 * MB, announce=announce)

    caller.call()

    assert caller.status == 413
    assert b"50 MB" in caller.page
    assert caller.finished
    assert list(tmp_path.iterdir()) == []
    if announce:
        assert caller.sent_after_answer == 200 * MB, "the answer came before any byte was read"


@pytest.mark.django_db
def test_the_same_answer_without_the_wrapper(client: Client) -> None:
    response = client.post(
        "/workbench/imports/new/", data=b"", content_type="text/csv",
        headers={"content-length": str(uploads.largest_body() + 1)},
    )  # fmt: skip

    assert response.status_code == 413
