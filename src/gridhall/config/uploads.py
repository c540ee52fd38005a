"""No request brings in more than the upload limit: refused before, or while, it arrives.

Two parts work together. ``LimitedBodies`` wraps the ASGI application: a request that announces too
much, or sends more than it should, never reaches the disk; Django answers for it with an empty
body. ``UploadLimitMiddleware`` is where Django gives that answer: a page with status 413.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MB = 1024 * 1024
#: What the other fields and the envelope of a form may add to its file.
ENVELOPE_BYTES = 256 * 1024
#: How much a browser may go on sending, unread, until it looks at the answer.
DRAINED_BYTES = 1024 * MB
REFUSED = "gridhall.body_refused"

Scope = dict[str, Any]
Application = Callable[..., Any]
Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]


def largest_body() -> int:
    """Return the limit of a request body in bytes."""
    return int(settings.GRIDHALL_MAX_UPLOAD_BYTES) + ENVELOPE_BYTES


class LimitedBodies:
    """Wraps an ASGI application so that it never sees a body above the limit."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting; answer 413 for one that is too large."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        if _announced(scope) > largest_body():
            await self._refuse(scope, receive, send)
            return
        count, limit, overflowed = 0, largest_body(), False

        async def counting() -> dict[str, Any]:
            nonlocal count, overflowed
            message: dict[str, Any] = await receive()
            count += len(message.get("body", b""))
            if count > limit:
                overflowed = True
                return {"type": "http.disconnect"}  # Django drops what it has and ends
            return message

        await self.application(scope, counting, send)
        if overflowed:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send Django's answer at once, then read the rest away so that a browser shows it."""

        async def hold_the_end(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "more_body": True}
            await send(message)

        await self.application({**scope, REFUSED: True}, _no_body(), hold_the_end)
        drained = 0
        while drained < DRAINED_BYTES:
            message = await receive()
            drained += len(message.get("body", b""))
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                break
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _no_body() -> Receive:
    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()  # nobody hangs up; Django cancels this
        sent = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


class UploadLimitMiddleware:
    """Answers a request that is too large, before anybody reads its body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        too_large = announced.isdigit() and int(announced) > largest_body()
        if too_large or getattr(request, "scope", {}).get(REFUSED):
            return _too_large(request)
        return self.get_response(request)


def _too_large(request: HttpRequest) -> HttpResponse:
    limit = settings.GRIDHALL_MAX_UPLOAD_BYTES // MB
    message = _(
        "Files of up to {limit} MB are taken; nothing of this one was kept. "
        "Split the file and try again."
    ).format(limit=limit)
    context = {"title": _("The file is too large"), "message": message}
    response = render(request, "ui/error.html", context, status=413)
    response.headers["Connection"] = "close"
    return response
