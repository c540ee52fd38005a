"""How long somebody stays signed in: a while without a request, and a working day at most."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

STARTED, SEEN = "signed_in_at", "seen_at"
POLL = "X-GridHall-Poll"  # of requests that a page sends by itself: they are no sign of a person
NOTE_EVERY_SECONDS = 60  # a session is written once a minute, not with every request


class SessionLimitsMiddleware:
    """Signs out who was idle for too long or is signed in since too long.

    The limits are ``GRIDHALL_SESSION_IDLE_SECONDS`` and ``SESSION_COOKIE_AGE``. The request then
    goes on as nobody's, so the page asks to log in and leads back to where the person was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request, int(time.time()))
        return self.get_response(request)

    def _check(self, request: HttpRequest, now: int) -> None:
        session = request.session
        started = session.setdefault(STARTED, now)
        seen = session.setdefault(SEEN, now)
        idle = now - seen > settings.GRIDHALL_SESSION_IDLE_SECONDS
        if idle or now - started > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif now - seen >= NOTE_EVERY_SECONDS and POLL not in request.headers:
            session[SEEN] = now
