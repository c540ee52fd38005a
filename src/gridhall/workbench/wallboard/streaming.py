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
from collections.abc import AsyncIterator, Callable
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
_open: Counter[str] = Counter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """An open wall board: whose it is, where it may look, in which language.

    ``still`` tells before each sending whether it still may: a session, or a screen's own key.
    """

    owner: str
    scope: Scope
    language: str
    still: Callable[[], bool]


def of_session(request: HttpRequest, *, scope: Scope, language: str) -> Screen:
    """Return the board of somebody who is signed in; it ends with session or role."""
    user_id = int(request.user.pk or 0)
    sessions, key = type(request.session), request.session.session_key or ""

    def still() -> bool:
        asked = HttpRequest()
        asked.session = sessions(key)
        user = get_user(asked)
        if not user.is_authenticated or user.pk != user_id:
            return False
        found = identity.scope_of(user_id=user_id, action="cases.read", on=timezone.localdate())
        return bool(found.organisation_ids) and found == scope

    return Screen(owner=f"user {user_id}", scope=scope, language=language, still=still)


def answer(request: HttpRequest, screen: Screen) -> HttpResponseBase:
    """Return the stream; 204 where the server cannot stream, 503 when too many are open."""
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)  # the page then asks by itself every few seconds
    limits = settings.GRIDHALL_WALL_BOARD
    if len(HUB) >= limits["screens"] or _open[screen.owner] >= limits["screens_a_person"]:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    response = StreamingHttpResponse(_events(screen), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy must not wait for more
    return response


async def _events(screen: Screen) -> AsyncIterator[bytes]:
    """Yield figures when they changed, a sign of life else, and why it ends."""
    # the request's own thread kept its connection until now: others need it
    await sync_to_async(connections.close_all)()
    clock, limits = asyncio.get_running_loop(), settings.GRIDHALL_WALL_BOARD
    end, shown = clock.time() + limits["minutes"] * 60, ""
    _open[screen.owner] += 1
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
        _open[screen.owner] -= 1
        if not _open[screen.owner]:
            del _open[screen.owner]


async def _rings(bell: asyncio.Event, seconds: float) -> None:
    """Wait for the bell, but not longer than this."""
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return


def _look(screen: Screen) -> str | None:
    """Return the figures of now, "" while the database does not answer, None when it is over."""
    try:
        if not screen.still():
            return None
        return board.as_html(scope=screen.scope, language=screen.language)
    except DatabaseError as fault:
        logger.warning("no figures for the wall board: %s", type(fault).__name__)
        return ""
    finally:
        connections.close_all()


def _event(name: str, text: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"event: {name}\n{lines}\n".encode()
