"""Server-sent events of the wall board: one task for each open screen, none holds a connection.

The view checks who asks, as every view does, and ends; what it returns goes on sending under
ASGI. Before each sending the session and the role are looked at again, in a thread that gives its
database connection back at once. After ``minutes`` the stream asks the page to come again through
the door, where the limits of sessions are checked.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from gridhall.foundation import live
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk.notify import CHANNEL

from . import board

logger = logging.getLogger(__name__)
HUB = live.Hub(CHANNEL)
_open: Counter[int] = Counter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """An open wall board: whose it is, where its reader may look, in which language."""

    request: HttpRequest
    user_id: int
    session_key: str
    scope: Scope
    language: str


def answer(request: HttpRequest, *, scope: Scope, language: str) -> HttpResponseBase:
    """Return the stream; 204 where the server cannot stream, 503 when too many are open."""
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)  # the page then asks by itself every few seconds
    user_id, limits = int(request.user.pk or 0), settings.GRIDHALL_WALL_BOARD
    if len(HUB) >= limits["screens"] or _open[user_id] >= limits["screens_a_person"]:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    screen = Screen(
        request=request, user_id=user_id, scope=scope, language=language,
        session_key=request.session.session_key or "",
    )  # fmt: skip
    response = StreamingHttpResponse(_events(screen), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy must not wait for more
    return response


async def _events(screen: Screen) -> AsyncIterator[bytes]:
    """Yield figures when they changed, a sign of life else, and why it ends."""
    # the request's own thread kept its connection until now: others need it
    await sync_to_async(connections.close_all)()
    clock, limits = asyncio.get_running_loop(), settings.GRIDHALL_WALL_BOARD
    end, shown = clock.time() + limits["minutes"] * 60, ""
    _open[screen.user_id] += 1
    try:
        async with HUB.join() as bell:
            while True:
                bell.clear()
                found = await sync_to_async(_look, thread_sensitive=False)(screen)
                if found is None:
                    yield _event("over", "")
                    return
                yield _event("figures", found) if found not in {"", shown} else b":\n\n"
                shown = found or shown
                if clock.time() >= end:
                    yield _event("again", "")
                    return
                await _rings(bell, limits["heartbeat_seconds"])
    finally:
        _open[screen.user_id] -= 1
        if not _open[screen.user_id]:
            del _open[screen.user_id]


async def _rings(bell: asyncio.Event, seconds: float) -> None:
    """Wait for the bell, but not longer than this."""
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return


def _look(screen: Screen) -> str | None:
    """Return the figures of now, "" while the database does not answer, None when it is over."""
    try:
        if not _may_still(screen):
            return None
        return board.as_html(scope=screen.scope, language=screen.language)
    except DatabaseError as fault:
        logger.warning("no figures for the wall board: %s", type(fault).__name__)
        return ""
    finally:
        connections.close_all()


def _may_still(screen: Screen) -> bool:
    """Tell whether the session still is this person's and she may look at the same units."""
    asked = HttpRequest()
    asked.session = type(screen.request.session)(screen.session_key)
    user = get_user(asked)
    if not user.is_authenticated or user.pk != screen.user_id:
        return False
    on = timezone.localdate()
    scope = identity.scope_of(user_id=screen.user_id, action="cases.read", on=on)
    return bool(scope.organisation_ids) and scope == screen.scope


def _event(name: str, text: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"event: {name}\n{lines}\n".encode()
