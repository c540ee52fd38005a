"""A screen on a wall, without anybody's log-in: its code is typed once, then its key opens it.

The key is a cookie of the screen's browser that is sent to these addresses only; it opens the
figures of one unit to be looked at, until somebody ends the screen or its last day has come.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from gridhall.foundation.identity.access import own_check
from gridhall.kernel.errors import GridHallError
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk import services
from gridhall.servicedesk.selectors import WallScope
from gridhall.ui.errors import as_text

from . import board, streaming

COOKIE = "gridhall_wall"
OWN = "the key of a wall screen"


def _key(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def _allowed(request: HttpRequest) -> WallScope | None:
    return servicedesk.screen_of_key(key=_key(request), at=timezone.now())


def _kept_nowhere(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase = view(request)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return guarded


@own_check(OWN)
@_kept_nowhere
def screen(request: HttpRequest) -> HttpResponse:
    """Show the board of this screen; without a key ask for the code that sets it up."""
    if request.method == "POST":
        return _set_up(request)
    allowed = _allowed(request)
    if allowed is None:
        return render(request, "workbench/wallboard/code.html", {"fault": ""})
    context = {
        "figures": board.as_html(scope=allowed.scope, language=allowed.language),
        "stream_url": reverse("wall:stream"), "figures_url": reverse("wall:figures"),
        "door_url": reverse("wall:screen"), "stands_alone": True,
    }  # fmt: skip
    with translation.override(allowed.language):
        return render(request, "workbench/wallboard/wall_board.html", context)


def _set_up(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    try:
        row, key = services.open_screen(code=request.POST.get("code", "")[:40], at=now)
    except GridHallError as error:
        context = {"fault": as_text(error)}
        return render(request, "workbench/wallboard/code.html", context, status=422)
    answer = redirect("wall:screen")
    answer.set_cookie(
        COOKIE, key, max_age=_until(row.valid_to, now), path=reverse("wall:screen"),
        httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Strict",
    )  # fmt: skip
    return answer


def _until(day: Any, now: datetime) -> timedelta:
    return timedelta(days=(day - timezone.localdate(now)).days)


@own_check(OWN)
@require_safe
@_kept_nowhere
def figures(request: HttpRequest) -> HttpResponse:
    """Return the figures alone, where no stream gets through; 403 when the screen has ended."""
    allowed = _allowed(request)
    if allowed is None:
        return HttpResponse(status=403)
    services.screen_seen(pk=allowed.screen_id, at=timezone.now())
    return HttpResponse(board.as_html(scope=allowed.scope, language=allowed.language))


@own_check(OWN)
@require_safe
def stream(request: HttpRequest) -> HttpResponseBase:
    """Send the figures whenever something changed, until the screen ends."""
    allowed, key = _allowed(request), _key(request)
    if allowed is None:
        return HttpResponse(status=403)

    def still() -> bool:
        now = timezone.now()
        services.screen_seen(pk=allowed.screen_id, at=now)
        return servicedesk.screen_of_key(key=key, at=now) == allowed

    return streaming.answer(
        request,
        streaming.Screen(
            owner=f"screen {allowed.screen_id}", scope=allowed.scope, language=allowed.language,
            still=still,
        ),
    )  # fmt: skip
